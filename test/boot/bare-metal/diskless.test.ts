import { TerraformVariable } from "cdktf";
import { beforeAll, expect, test } from "vitest";
import { MachineConfig } from "../../../lib";
import { BareMetalBoot } from "../../../lib/bare-metal";
import { MAC_A } from "../../integration/bare-metal/rig";
import { type LanMachine, until, Workspace } from "../../integration/harness";
import { expectApplied } from "../applied";
import { BOOT_SECONDS, LONG_TEST, Rack, requiresRack, type Web } from "./rack";

const MAC_OF_NOBODY = "52:54:00:00:00:0e";
/** What escapes, templates, shells and encodings would change. */
const AWKWARD = "${a} %{b} $$ %% \\ \"c\" 'd' `e` <f> é 😀\n\ttab, and no line feed at the end";

/** The pool, whose only machine has a text in a file. */
function web(text: string): Partial<ReturnType<Web>> {
  return {
    boot: BareMetalBoot.diskless(),
    nodes: { a: { mac: MAC_A } },
    machineConfig: [MachineConfig.file({ path: "/etc/note", contents: text })],
  };
}

requiresRack("a diskless machine, with a stand-in for Flatcar", () => {
  const workspace = Workspace.forSuite();
  const withVariable: Web = (stack) => web(new TerraformVariable(stack, "text", { type: "string" }).stringValue);
  let rack: Rack;
  let machine: LanMachine;
  let host: string;
  let bootId: string;

  beforeAll(async () => {
    rack = await Rack.start(workspace);
    return () => rack.stop();
  });

  test(
    "boots by DHCP, iPXE and matchbox, and has what our own merge says, to the byte where a value was known only at apply",
    LONG_TEST,
    async () => {
      await rack.apply(withVariable, { variables: { text: AWKWARD } });
      machine = rack.machine({ mac: MAC_A });
      host = rack.lan.addressOf(MAC_A);
      await machine.powerOn();
      await rack.untilReady(machine);
      expect(rack.asked(MAC_A)).toEqual(["/ipxe", "/ignition"]);
      await expectApplied(
        rack.ssh,
        host,
        rack.configOf("a", () => web(AWKWARD)),
      );
      expect((await rack.ssh.run(host, "hostname")).stdout).toBe("a\n");
      bootId = await rack.ssh.bootId(host);
    },
  );

  test("lets in who has the key, and nobody else", async () => {
    expect(await rack.ssh.refusal(host)).toBeUndefined();
    expect(await rack.ssh.as({ key: undefined }).refusal(host)).toContain("publickey");
  });

  test("goes on when its profile changes, is reported as stale, and takes the new config when it starts again", LONG_TEST, async () => {
    expect(await rack.stale()).toEqual({ a: false });
    await rack.apply(withVariable, { variables: { text: "another" } });
    expect(await rack.stale()).toEqual({ a: true });
    expect(await rack.ssh.bootId(host)).toBe(bootId);
    expect((await rack.ssh.files(host, ["/etc/note"])).get("/etc/note")?.contents.toString()).toBe(AWKWARD);
    rack.ssh.forget(host);
    await machine.reset();
    await until("it is another boot", BOOT_SECONDS, async () => {
      const found = await rack.ssh.bootId(host).catch(() => bootId);
      return found === bootId ? undefined : true;
    });
    await expectApplied(
      rack.ssh,
      host,
      rack.configOf("a", () => web("another")),
    );
  });

  test("whose MAC address nobody has put into a pool gets nothing", async () => {
    await machine.powerOff();
    const before = rack.matchbox.requests().length;
    const unknown = rack.machine({ mac: MAC_OF_NOBODY });
    await unknown.powerOn();
    const text = await unknown.untilConsole(/No bootable device/, BOOT_SECONDS);
    expect(text).toMatch(/^ipxe\.\.\. No such file or directory/m);
    expect(
      rack.matchbox
        .requests()
        .slice(before)
        .map(({ path }) => path),
    ).toEqual(["/boot.ipxe", "/ipxe"]);
  });
});
