import { DataResource, LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { FlatcarRelease, MachineConfig, RebootWindow, UpdateServer, UpdateStrategy } from "../../../../lib";
import { Ignition } from "../../../../lib/imports/libvirt/ignition";
import { LibvirtImage, LibvirtNetwork, LibvirtNodePool, LibvirtProvider, LibvirtStorage } from "../../../../lib/libvirt";

/** The stack's id, and what its domains' names begin with. */
export const STACK = "boot";

/** What differs between two deployments, or from one test run to the next. */
export interface BootSettings {
  /** The libvirt host. */
  readonly uri: string;
  /** The disk image. */
  readonly image: string;
  /** The folder for disks and state. */
  readonly folder: string;
  /** The line for `authorized_keys`. */
  readonly publicKey: string;
  /** What the machine web-0 alone has in /etc/motd. */
  readonly motd: string;
  /** What gets past our validation: a config in the place of that of the machine web-0. */
  readonly forced?: string;
}

/** What a join token or a certificate could hold, and what quoting could lose. */
export const SECRET = 'a "word", \\n \\ ${var.none} %{ if } $${x} \t é 💡\u2028\nlast line\n';

/** A text that is over the budget by itself, and well within it when packed. */
export const LARGE = Array.from({ length: 600 }, (_, i) => `line ${i} of a large file, one like the other\n`).join("");

/** The most bytes of user data: more than any other machine of the pool needs. (libvirt itself has no limit.) */
export const BUDGET = 9000;

/** Bytes that are no text. */
export const BYTES = Buffer.from([0, 1, 10, 13, 34, 39, 92, 127, 128, 255]);

/** What all machines have: one of everything that a pool's users write. */
const SHARED = `
variant: flatcar
version: 1.1.0
passwd:
  groups:
    - { name: builders, gid: 1500 }
  users:
    - { name: deploy, uid: 1500, primary_group: builders, shell: /bin/bash, home_dir: /home/deploy }
storage:
  filesystems:
    # Not wiped: the disk outlives the machine.
    - { device: /dev/vdb, format: ext4, label: data, path: /data, with_mount_unit: true }
  directories:
    - { path: /opt/app, mode: 0750, user: { name: deploy }, group: { name: builders } }
  links:
    - { path: /etc/localtime, target: /usr/share/zoneinfo/UTC, overwrite: true }
  files:
    - path: /opt/app/bytes
      mode: 0640
      user: { name: deploy }
      group: { name: builders }
      contents: { source: "data:;base64,${BYTES.toString("base64")}" }
    - path: /opt/app/run.sh
      mode: 0755
      contents: { inline: "#!/bin/bash\\nexec echo ran >>/var/lib/ran\\n" }
systemd:
  units:
    - name: ran.service
      enabled: true
      contents: |
        [Unit]
        Description=Leaves a line for every time that it is started
        [Service]
        Type=oneshot
        RemainAfterExit=yes
        ExecStart=/opt/app/run.sh
        [Install]
        WantedBy=multi-user.target
    - name: never.service
      contents: |
        [Service]
        Type=oneshot
        ExecStart=/bin/touch /var/lib/never
        [Install]
        WantedBy=multi-user.target
    - name: sshd.socket
      dropins:
        - { name: 10-backlog.conf, contents: "[Socket]\\nBacklog=64\\n" }
`;

/** A pool of three machines on a host without hardware virtualisation, each with something of its own. */
export class BootStack extends TerraformStack {
  public readonly pool: LibvirtNodePool;

  constructor(scope: Construct, id: string, settings: BootSettings) {
    super(scope, id);
    new LocalBackend(this, { path: `${settings.folder}/terraform.tfstate` });
    new LibvirtProvider(this, "libvirt", { uri: settings.uri });
    // Known when Terraform has made it, and not before.
    const secret = new DataResource(this, "Secret", { input: { text: SECRET.replace(/\$\{/g, "$$$${").replace(/%\{/g, "%%{") } });
    this.pool = new LibvirtNodePool(this, "web", {
      release: FlatcarRelease.version("4593.2.5"),
      image: LibvirtImage.fromSource(settings.image),
      storage: new LibvirtStorage(this, "Storage", { name: STACK, directory: `${settings.folder}/disks` }),
      network: new LibvirtNetwork(this, "Net", { name: STACK, cidr: "10.17.3.0/24" }),
      domainType: "qemu",
      memoryMib: 1024,
      vcpus: 1,
      rootDiskGib: 13,
      dataDisks: [{ name: "data", sizeGib: 1 }],
      sshAuthorizedKeys: [settings.publicKey],
      update: UpdateStrategy.reboot({ window: RebootWindow.daily({ start: "02:00", length: "2h" }) }),
      updateServer: UpdateServer.nebraska("https://updates.example.com/v1/update/", "lab"),
      machineConfig: [MachineConfig.butane(SHARED)],
      userDataLimit: BUDGET,
      firstAddress: "10.17.3.10",
      nodes: {
        "web-0": { index: 0, machineConfig: [MachineConfig.file({ path: "/etc/motd", contents: settings.motd, overwrite: true })] },
        "web-1": {
          index: 1,
          hostname: "second",
          machineConfig: [
            MachineConfig.file({ path: "/etc/secret", mode: 0o600, contents: secret.getStringAttribute("output.text") }),
            MachineConfig.file({ path: "/etc/among", contents: `<$${secret.getStringAttribute("output.text")}> and ü` }),
          ],
        },
        "web-2": { index: 2, machineConfig: [MachineConfig.file({ path: "/opt/app/large", contents: LARGE })] },
      },
    });
    if (settings.forced !== undefined) this.force("web-0", settings.forced);
    new TerraformOutput(this, "addresses", {
      value: Object.fromEntries(this.pool.nodes.map((node) => [node.name, node.ipv4Address])),
      staticId: true,
    });
  }

  /** Puts a text in the place of a machine's config, as somebody would who knows better. */
  private force(node: string, text: string): void {
    const ignition = this.pool.node.findChild(node).node.findChild("Ignition") as Ignition;
    ignition.addOverride("content", text);
  }
}
