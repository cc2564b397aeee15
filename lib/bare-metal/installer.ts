import { IgnitionConfig, IgnitionFile, IgnitionSection, IgnitionSystemd, IgnitionUser } from "../ignition";
import { contentsUrl } from "../pool/values";
import { ImageKind, minimumRootDiskGib } from "../release";
import type { Architecture, FlatcarRelease } from "../release";
import type { InstallDisk } from "./disk";
import { INSTALL_SCRIPT, INSTALL_SCRIPT_PATH, INSTALL_VALUES, VERIFYING_INSTALL_SCRIPT } from "./install-script";
import { SMALLEST_DISK_BYTES } from "./limits";

/** What is installed on one machine. Every text may hold tokens. */
export interface Installation {
  readonly node: string;
  readonly hostname: string;
  /** The generation as text. */
  readonly generation: string;
  readonly mac: string;
  readonly disk: InstallDisk;
  readonly release: FlatcarRelease;
  readonly architecture: Architecture;
  /** Where machines reach matchbox, without a slash at the end. */
  readonly matchboxBase: string;
  /** Where `flatcar-install` finds the image; undefined for the release server. */
  readonly imageBase?: string;
  /** What the SHA-512 of the packed image must be; undefined where its signature is enough. */
  readonly imageSha512?: string;
}

/** The spec version that matchbox serves. */
const IGNITION: IgnitionSection = { version: "3.4.0" };
// Not the machine's own port: whoever waits for port 22 waits for the installed system.
const SSH_PORT = 2222;
const BYTES_PER_GIB = 1024 ** 3;

const UNIT = `[Unit]
Description=Install Flatcar to disk
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/bash ${INSTALL_SCRIPT_PATH}

[Install]
WantedBy=multi-user.target
`;

const SYSTEMD: IgnitionSystemd = {
  units: [
    { name: "cdktf-flatcar-install.service", enabled: true, contents: UNIT },
    // What runs from RAM for some minutes has nothing to update and must not be restarted by anything else.
    { name: "locksmithd.service", mask: true },
    { name: "update-engine.service", mask: true },
    {
      name: "sshd.socket",
      dropins: [{ name: "10-cdktf-flatcar-port.conf", contents: `[Socket]\nListenStream=\nListenStream=${SSH_PORT}\n` }],
    },
  ],
};

// Made once: they are the largest text of each machine.
const SCRIPT_FILE: IgnitionFile = { ...file(INSTALL_SCRIPT_PATH, INSTALL_SCRIPT), mode: 0o755 };
const VERIFYING_SCRIPT_FILE: IgnitionFile = { ...file(INSTALL_SCRIPT_PATH, VERIFYING_INSTALL_SCRIPT), mode: 0o755 };

/** The installers of one pool; what they have in common is made and looked at once. */
export class InstallerParts {
  private readonly common = new Map<string, readonly IgnitionFile[]>();
  private readonly users: readonly IgnitionUser[];

  constructor(sshAuthorizedKeys: readonly string[]) {
    this.users = sshAuthorizedKeys.length === 0 ? [] : [{ name: "core", sshAuthorizedKeys }];
  }

  /**
   * The machine config of a machine that is booted from the network to install another one. It ends when the installer restarts the machine.
   */
  public configOf(installation: Installation): IgnitionConfig {
    const { users } = this;
    const { node, hostname, generation, mac, matchboxBase } = installation;
    return {
      ignition: IGNITION,
      ...(users.length === 0 ? {} : { passwd: { users } }),
      storage: {
        files: [
          file("/etc/hostname", `${hostname}\n`),
          ...Object.entries({ node, hostname, generation }).map(valueFile),
          ...this.commonFiles(installation),
          valueFile(["config-url", `${matchboxBase}/ignition?mac=${mac}&os=installed`]),
          installation.imageSha512 === undefined ? SCRIPT_FILE : VERIFYING_SCRIPT_FILE,
        ],
      },
      systemd: SYSTEMD,
    };
  }

  private commonFiles(installation: Installation): readonly IgnitionFile[] {
    const values = Object.entries(commonValues(installation));
    const key = JSON.stringify(values);
    let made = this.common.get(key);
    if (made === undefined) this.common.set(key, (made = values.map(valueFile)));
    return made;
  }
}

/** What is the same in every installer, in which nothing is secret. */
export const INSTALLER_CONSTANTS: readonly object[] = [IGNITION, SCRIPT_FILE, VERIFYING_SCRIPT_FILE, ...(SYSTEMD.units ?? [])];

/** What machines of one release and kind of disk are told alike. */
function commonValues({ disk, release, architecture, imageBase, imageSha512 }: Installation): { readonly [name: string]: string } {
  const leastGib = minimumRootDiskGib(ImageKind.GENERIC, release.version) ?? 0;
  return {
    disk: disk.path ?? "smallest",
    "least-bytes": String(leastGib * BYTES_PER_GIB),
    "smallest-over-bytes": String(SMALLEST_DISK_BYTES),
    channel: release.channel.name,
    version: release.version.toString(),
    board: architecture.board,
    "image-base": imageBase ?? "",
    ...(imageSha512 === undefined
      ? {}
      : { "image-file": ImageKind.GENERIC.fileName(release.version, architecture), "image-sha512": imageSha512 }),
  };
}

function valueFile([name, value]: readonly [string, string]): IgnitionFile {
  return file(`${INSTALL_VALUES}/${name}`, `${value}\n`);
}

function file(path: string, text: string): IgnitionFile {
  return { path, mode: 0o644, overwrite: true, contents: { source: contentsUrl(text) } };
}
