import { execFileSync } from "child_process";
import * as http from "http";
import type { AddressInfo } from "net";
import { expect, test, beforeAll, afterAll } from "vitest";
import { requires, SshKey, Workspace } from "../../integration/harness";
import { standIn } from "../../integration/stand-in";
import * as fs from "fs";
import { EmulatedMachine, SERVER_URL } from "./emulated-machine";

requires(
  "stand-in",
  "qemu",
  "qemu-img",
  "sshd",
)("the network boot set of the stand-in for Flatcar", () => {
  const workspace = Workspace.forSuite();
  const served = new Map<string, Uint8Array | string>();
  const server = http.createServer((request, response) => {
    const body = served.get(request.url ?? "");
    response.writeHead(body === undefined ? 404 : 200).end(request.method === "HEAD" ? undefined : body);
  });
  let machine: EmulatedMachine;
  let key: SshKey;

  beforeAll(async () => {
    key = await SshKey.make(workspace.path("key"));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    served.set(
      "/config.ign",
      JSON.stringify({
        ignition: { version: "3.4.0" },
        passwd: { users: [{ name: "core", sshAuthorizedKeys: [key.publicKey] }] },
        storage: { files: [{ path: "/etc/hostname", mode: 0o644, contents: { source: `${SERVER_URL}/hostname` } }] },
      }),
    );
    served.set("/hostname", "from-afar\n");
    const kernelArguments = `console=ttyS0 flatcar.first_boot=1 flatcar.autologin ignition.config.url=${SERVER_URL}/config.ign`;
    machine = await EmulatedMachine.start({
      workspace,
      key,
      networkBoot: { kernelArguments },
      server: (server.address() as AddressInfo).port,
    });
    await machine.untilReady();
  });
  afterAll(async () => {
    await machine.stop();
    server.close();
  });

  test("runs from RAM with the config of the URL on the kernel's command line, and what that fetches", async () => {
    expect(await machine.run("hostname; findmnt -no FSTYPE /; findmnt -no FSTYPE /usr")).toBe("from-afar\ntmpfs\nsquashfs");
    expect(await machine.run("lsblk -nro TYPE,MOUNTPOINT /dev/vda")).toBe("disk");
  });

  test("has a shell without a login on its console", async () => {
    expect(await machine.untilConsole(/core \(automatic login\)/)).toContain("from-afar login:");
  });

  test("flatcar-install takes no image whose signature is another's, and leaves a disk that nothing starts from", async () => {
    const image = "/0/flatcar_production_image.bin.bz2";
    served.set(image, execFileSync("bzip2", ["-c"], { input: Buffer.alloc(4 << 20, "not Flatcar") }));
    served.set(`${image}.sig`, fs.readFileSync(standIn().rawPackedSignature));
    const install = `sudo flatcar-install -d /dev/vda -C stable -V 0 -B amd64-usr -o '' -b ${SERVER_URL}`;
    const result = await machine.ssh.run(machine.host, install, { allowedExitCodes: [1] });
    expect(result.stderr).toContain("its signature is not good");
    const missing = await machine.ssh.run(machine.host, `${install}/nowhere`, { allowedExitCodes: [1] });
    expect(missing.stderr).toContain("the image is not there");
    expect(await machine.run("sudo blkid -p /dev/vda || true")).toBe("");
  });
});
