import { afterEach, beforeAll, expect, test } from "vitest";
import { requires, SshKey, Workspace } from "../../integration/harness";
import { EmulatedMachine, type EmulatedMachineProps } from "./emulated-machine";

const UNIT =
  "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/sh -c 'echo ran >>/var/ran'\n[Install]\nWantedBy=multi-user.target\n";

requires(
  "stand-in",
  "qemu",
  "qemu-img",
  "sshd",
)("the disk of the stand-in for Flatcar", () => {
  const workspace = Workspace.forSuite();
  const machines: EmulatedMachine[] = [];
  let key: SshKey;

  beforeAll(async () => {
    key = await SshKey.make(workspace.path("key"));
  });
  afterEach(async () => {
    await Promise.all(machines.splice(0).map(async (machine) => machine.stop()));
  });

  const start = async (props: Omit<EmulatedMachineProps, "workspace" | "key">): Promise<EmulatedMachine> => {
    const machine = await EmulatedMachine.start({ workspace, key, ...props });
    machines.push(machine);
    return machine;
  };

  const file = (path: string, text: string, more: object = {}): object => ({
    path,
    mode: 0o644,
    contents: { source: `data:,${encodeURIComponent(text)}` },
    ...more,
  });
  const config = (files: readonly object[], more: object = {}): object => ({
    ignition: { version: "3.4.0" },
    passwd: { users: [{ name: "core", sshAuthorizedKeys: [key.publicKey] }] },
    storage: { files },
    ...more,
  });

  test("boots from BIOS as the config of its firmware says, once, and keeps it over a restart", async () => {
    const files = [
      file("/etc/hostname", "node-a\n"),
      file("/etc/flatcar/update.conf", "GROUP=beta\n", { overwrite: true }),
      file("/opt/bin/hello", "#!/bin/sh\necho hello\n", { mode: 0o755 }),
    ];
    const units = [
      { name: "mine.service", enabled: true, contents: UNIT },
      { name: "locksmithd.service", mask: true },
    ];
    const users = [
      { name: "core", sshAuthorizedKeys: [key.publicKey] },
      { name: "ann", groups: ["docker"] },
    ];
    const machine = await start({ config: config(files, { passwd: { users }, systemd: { units } }) });
    await machine.untilReady();

    // One login: on an emulated machine each takes a good second.
    const seen = await machine.run(
      [
        "id core; id -nG ann; hostname; cat /etc/flatcar/update.conf; hello",
        "systemctl is-system-running --wait; systemctl is-active mine update-engine; cat /var/ran; systemctl is-enabled locksmithd",
        "sudo jq .userConfigProvided /etc/.ignition-result.json; . /etc/os-release; echo $ID; cat /proc/sys/kernel/randomize_va_space",
      ].join("; "),
    );
    expect(seen.split("\n")).toEqual([
      "uid=500(core) gid=500(core) groups=500(core),10(wheel),150(sudo),233(docker),248(systemd-journal),250(portage)",
      ...["ann docker", "node-a", "GROUP=beta", "hello"],
      ...["running", "active", "active", "ran", "masked"],
      // With other addresses in each process an emulated machine would take twice as long to start again.
      ...["true", "flatcar-stand-in", "0"],
    ]);
    // The root has taken what there is of the disk.
    expect(Number(await machine.run("findmnt -bno SIZE /"))).toBeGreaterThan(12 * 1024 ** 3);
    expect(await machine.ssh.as({ key: undefined }).refusal(machine.host)).toBe("Permission denied (publickey)");

    const [boot, identity] = [await machine.ssh.bootId(machine.host), await machine.run("cat /etc/machine-id")];
    // The connection may end before the command does.
    await machine.ssh.run(machine.host, "sudo rm /opt/bin/hello; sudo systemctl reboot", { allowedExitCodes: [0, 255] });
    await machine.untilConsole(/Welcome to[^]*Welcome to/);
    await machine.untilReady();
    expect(await machine.ssh.bootId(machine.host)).not.toBe(boot);
    expect(await machine.run("cat /etc/machine-id; ls /opt/bin")).toBe(identity);
    expect(machine.console().match(/Ignition: stage files/g)).toHaveLength(1);
  });

  test("boots from UEFI, and makes the file system that its config has on a second disk", async () => {
    const filesystems = [{ device: "/dev/vdb", format: "ext4", label: "DATA", path: "/var/data", wipeFilesystem: false }];
    const mount = "[Mount]\nWhat=/dev/disk/by-label/DATA\nWhere=/var/data\nType=ext4\n[Install]\nRequiredBy=local-fs.target\n";
    const machine = await start({
      firmware: "uefi",
      dataDisks: ["1G"],
      config: config([], {
        storage: { filesystems, files: [file("/var/data/note", "kept")] },
        systemd: { units: [{ name: "var-data.mount", enabled: true, contents: mount }] },
      }),
    });
    await machine.untilReady();
    expect(await machine.run("findmnt -no SOURCE,FSTYPE /var/data; cat /var/data/note; ls -d /sys/firmware/efi")).toBe(
      "/dev/vdb ext4\nkept/sys/firmware/efi",
    );
  });

  test("a config that Ignition rejects, and one without overwrite on update.conf, end in an emergency state that says why", async () => {
    const rejected = await start({ config: { ignition: { version: "9.9.9" } } });
    const refused = await start({ config: config([file("/etc/flatcar/update.conf", "GROUP=beta\n")]) });
    const [why, where] = await Promise.all(
      [rejected, refused].map(async (machine) => machine.untilConsole(/stand-in: emergency mode: .*\n/)),
    );
    expect(why).toMatch(/emergency mode: Ignition has failed in stage fetch-offline: .*unsupported config version/i);
    expect(where).toMatch(/emergency mode: Ignition has failed in stage files: .*/);
    expect(where).toContain("/etc/flatcar/update.conf");
    expect(where).toMatch(/exists/);
  });
});
