import * as fs from "fs";
import { beforeAll, expect, test } from "vitest";
import { buildBootKernel } from "./boot-kernel";
import { until } from "./exec";
import { matchboxStack } from "./fixtures/matchbox-stack";
import { Matchbox } from "./matchbox";
import { pxeBoot } from "./pxe-boot";
import { requires } from "./requirements";
import { TerraformRun } from "./terraform";
import { Workspace } from "./workspace";

const MAC = "52:54:00:11:22:33";
const OTHER_MAC = "52:54:00:11:22:35";
const UUID = "11111111-2222-3333-4444-555555555555";
const [KERNEL, INITRD] = ["flatcar/1.2.3/vmlinuz", "flatcar/1.2.3/image.cpio.gz"];

/** Processes of this machine with a text in their arguments, which a zero byte ends. */
function processesWith(text: string): string[] {
  return fs.readdirSync("/proc").filter((entry) => {
    try {
      return /^\d+$/.test(entry) && fs.readFileSync(`/proc/${entry}/cmdline`, "utf8").includes(text);
    } catch {
      return false;
    }
  });
}

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
  "qemu",
)("a machine that boots from matchbox", () => {
  const workspace = Workspace.forSuite();
  let matchbox: Matchbox;

  beforeAll(async () => {
    matchbox = await Matchbox.start(workspace);
    const [kernel, initrd] = [matchbox.addAsset(KERNEL, await buildBootKernel()), matchbox.addAsset(INITRD, "initrd")];
    const config = "flatcar.config.url=http://m/ignition?uuid=$${uuid}&mac=$${mac:hexhyp}";
    const stack = matchboxStack({
      profiles: {
        out: { name: "out", kernel: `http://10.0.2.2:${matchbox.httpPort}${kernel}` },
        w0: { name: "w0", kernel, initrd: [initrd], args: ["initrd=image.cpio.gz", config, "console=ttyS0,115200n8"] },
      },
      groups: {
        out: { name: "out", profile: "${matchbox_profile.out.name}", selector: { mac: OTHER_MAC } },
        w0: { name: "w0", profile: "${matchbox_profile.w0.name}", selector: { mac: MAC } },
      },
    });
    workspace.write("stack/cdk.tf.json", stack);
    const run = new TerraformRun({ directory: workspace.path("stack"), variables: matchbox.variables });
    await run.init();
    await run.apply();
    return () => matchbox.stop();
  });

  test.each([
    { firmware: "bios", arch: "i386", name: "" },
    { firmware: "uefi", arch: "x86_64", name: "vmlinuz " },
  ] as const)("fetches script, kernel and initrd in order under $firmware, and starts the kernel with its arguments", async (t) => {
    const { requests, commandLine } = await pxeBoot({ matchbox, mac: MAC, uuid: UUID, firmware: t.firmware });
    const query = { uuid: UUID, mac: "52-54-00-11-22-33", domain: "", hostname: "", serial: "", arch: t.arch };
    expect(requests).toEqual([
      { method: "GET", path: "/boot.ipxe", query: {} },
      { method: "GET", path: "/ipxe", query },
      { method: "GET", path: `/assets/${KERNEL}`, query: {} },
      { method: "GET", path: `/assets/${INITRD}`, query: {} },
    ]);
    const url = `http://m/ignition?uuid=${UUID}&mac=52-54-00-11-22-33`;
    expect(commandLine).toBe(`${t.name}initrd=image.cpio.gz flatcar.config.url=${url} console=ttyS0,115200n8`);
  });

  test("gets nothing but an error where no group has its address", async () => {
    const { requests, serial, commandLine } = await pxeBoot({ matchbox, mac: "52:54:00:11:22:34" });
    expect(requests.map((r) => r.path)).toEqual(["/boot.ipxe", "/ipxe"]);
    // iPXE's "no such file or directory", which it makes of a 404.
    expect(serial).toContain("http://ipxe.org/2d0c613b");
    expect(commandLine).toBeUndefined();
  });

  test("reaches nothing else, not even matchbox by another way", async () => {
    const isTrying = (serial: string): boolean => serial.includes(`http://10.0.2.2:${matchbox.httpPort}/`);
    let since: number | undefined;
    const { requests } = await pxeBoot({
      matchbox,
      mac: OTHER_MAC,
      until: ({ serial }) => isTrying(serial) && performance.now() - (since ??= performance.now()) > 2000,
    });
    expect(requests.map((r) => r.path)).toEqual(["/boot.ipxe", "/ipxe"]);
  });

  test("leaves no process when it is over", async () => {
    const [qemu, relay] = [`file:${workspace.directory}`, `pxe-relay.mjs\u0000${matchbox.httpPort}\u0000`];
    await pxeBoot({ matchbox, mac: MAC, until: ({ requests }) => requests.length >= 2 && processesWith(qemu).length > 0 });
    expect(processesWith(qemu)).toEqual([]);
    await until("no relay is left", 10, () => (processesWith(relay).length === 0 ? true : undefined));
  });

  test("is an error with all that is known where the boot does not come to its end", async () => {
    const late = pxeBoot({ matchbox, mac: MAC, until: () => false, timeout: 0.1 });
    await expect(late).rejects.toThrow(/^the boot is over: not after 0\.1 s\n[^]*Starting matchbox HTTP server/);
  });
});
