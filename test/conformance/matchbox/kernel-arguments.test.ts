import { beforeAll, expect, test } from "vitest";
import { buildBootKernel, pxeBoot, requires } from "../../integration/harness";
import { MAC, Rig, escape, oneMachine } from "./rig";

// What becomes of kernel arguments: matchbox writes them into a script, which iPXE reads.

const UUID = "11111111-2222-3333-4444-555555555555";
const NUMBERED = (i: number): string => `52:54:00:00:00:${(i + 16).toString(16)}`;

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
)("kernel arguments in matchbox", () => {
  test("reach the script as they are, joined by a space", async () => {
    const rig = await Rig.start();
    const args = [
      ...["initrd=a", "u=${uuid}", "m=${mac:hexhyp}", "a b", 'q="x y"', "'s'", "$x", "$$y", "{z}", "{{.foo}}", "{{", "%{t}", "%20", "<&>"],
      ...["back\\slash", " before", "after ", "tab\there", "\u00e9\u{1F600}", "#c", "a;b", "&&", "||", "`x`"],
    ];
    await rig.apply(oneMachine({ kernel: "http://h/k", initrd: ["http://h/i", "--name x http://h/y"], args: args.map(escape) }));
    const script = `#!ipxe\nkernel http://h/k ${args.join(" ")}\ninitrd http://h/i\ninitrd --name x http://h/y\nboot\n`;
    expect((await rig.matchbox.ipxe({ mac: MAC })).text).toBe(script);
    expect(rig.matchbox.profiles()[0].boot.args).toEqual(args);
    expect((await rig.plan()).isEmpty).toBe(true);
  });

  test("that are empty crash the provider, before anything is put", async () => {
    const rig = await Rig.start();
    await expect(rig.apply(oneMachine({ kernel: "/k", args: ["a", ""] }))).rejects.toThrow(
      "interface conversion: interface {} is nil, not string",
    );
    expect(rig.matchbox.profiles()).toEqual([]);
  });

  test("are lines of the script where they hold a line break", async () => {
    const rig = await Rig.start();
    await rig.apply(oneMachine({ kernel: "/k", args: ["a\nchain http://elsewhere/"] }));
    expect((await rig.matchbox.ipxe({ mac: MAC })).text).toBe("#!ipxe\nkernel /k a\nchain http://elsewhere/\nboot\n");
  });
});

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
  "qemu",
)("kernel arguments in iPXE", () => {
  const rig = Rig.forSuite();
  const cases = {
    plain: {
      args: [
        ...["initrd=i", "u=${uuid}", "m=${mac:hexhyp}", 'q="x y"', "'a b'", "$x", "$$y", "{z}", "{{.foo}}", "%20", "back\\slash", "a#b"],
        ...["a&&b", "a||b", "unknown=${flatcar}.", "  two  ", "tab\there"],
      ],
      becomes:
        `initrd=i u=${UUID} m=52-54-00-00-00-10 q="x y" 'a b' $x $$y {z} {{.foo}} %20 back\\slash a#b ` +
        "a&&b a||b unknown=. two tab here",
    },
    comment: { args: ["a", "#b", "c"], becomes: "a" },
    or: { args: ["a", "||", "b"], becomes: "a" },
    and: { args: ["a", "&&", "b"], becomes: undefined },
    long: { args: ["x".repeat(2100)], becomes: "x".repeat(2047) },
  };
  const names = Object.keys(cases) as (keyof typeof cases)[];
  const macOf = (name: keyof typeof cases): string => NUMBERED(names.indexOf(name));

  beforeAll(async () => {
    await rig.begin();
    const [kernel, initrd] = [rig.matchbox.addAsset("k", await buildBootKernel()), rig.matchbox.addAsset("i", "initrd")];
    await rig.apply({
      profiles: Object.fromEntries(names.map((name) => [name, { name, kernel, initrd: [initrd], args: cases[name].args.map(escape) }])),
      groups: Object.fromEntries(names.map((name) => [name, { name, profile: name, selector: { mac: macOf(name) } }])),
    });
    return () => rig.stop();
  });

  const become = async (name: keyof typeof cases): Promise<void> => {
    const { commandLine } = await pxeBoot({ matchbox: rig.matchbox, mac: macOf(name), uuid: UUID });
    expect(commandLine).toBe(cases[name].becomes);
  };

  test("arrive as they are, but for iPXE's variables, of which an unknown one is empty, and white space, which becomes one space", async () =>
    become("plain"));
  test("end at a word that begins with #", async () => become("comment"));
  test("end at the word ||", async () => become("or"));
  test("break the script at the word &&, and nothing boots", async () => become("and"));
  test("end after 2047 bytes", async () => become("long"));
});
