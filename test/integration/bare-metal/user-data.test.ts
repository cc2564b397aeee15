import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { MachineConfig } from "../../../lib";
import { BareMetalBoot } from "../../../lib/bare-metal";
import { TestResource } from "../../pool/test-pool";
import { textIn } from "../../support";
import { requires } from "../harness";
import { MAC_A, Rig, web } from "./rig";

// Everything that a template language, JSON, matchbox's templates, a shell or UTF-16 could stumble over.
const HARD = 'a "quoted" \\ $HOME ${var.x} %{ if } $${y} %%{z} {{.mac}} <&>\n\ttab \u0001 \u2028 \u00e9 e\u0301 \u{1f600} line\r\nend$';

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
)("the machine config that matchbox serves", () => {
  test("is the node's byte for byte, through Terraform and through matchbox's own rendering", async () => {
    const rig = await Rig.start();
    await rig.apply(web({ machineConfig: [MachineConfig.file({ path: "/etc/hard", contents: HARD })] }));
    expect(textIn(JSON.parse(await rig.config(MAC_A, "installed")), "/etc/hard")).toBe(HARD);
  });

  test("holds a value that another resource makes in the same apply, byte for byte, in files and units", async () => {
    const rig = await Rig.start();
    // Terraform brings texts to Unicode's form C, so the value is in it.
    const value = HARD.normalize("NFC");
    // In a unit another line would be another setting, and systemd's own escapes are not this test's.
    const line = value.replace(/\p{Cc}|\\/gu, " ");
    const escaped = (text: string): string => text.replace(/\$\{/g, "$$${").replace(/%\{/g, "%%{");
    await rig.apply((stack) => {
      const made = new TestResource(stack, "Made", { value: escaped(value), line: escaped(line) });
      const [token, oneLine] = ["value", "line"].map((name) => made.getStringAttribute(`output.${name}`));
      const machineConfig = [
        MachineConfig.file({ path: "/etc/token", contents: `before "${token}" after \${x}\n` }),
        MachineConfig.unit({ name: "join.service", contents: `[Service]\nEnvironment=VALUE=${oneLine}\n` }),
      ];
      web({ machineConfig, boot: BareMetalBoot.diskless() })(stack);
    });
    const config = JSON.parse(await rig.config(MAC_A));
    expect(textIn(config, "/etc/token")).toBe(`before "${value}" after \${x}\n`);
    const units = config.systemd.units as { name: string; contents: string }[];
    expect(units.find(({ name }) => name === "join.service")?.contents).toBe(`[Service]\nEnvironment=VALUE=${line}\n`);
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
  });

  test("holds a variable, whose other value is another config and makes the machine stale", async () => {
    const rig = await Rig.start();
    await rig.apply(
      (stack) => {
        const { stringValue } = new TerraformVariable(stack, "text", { type: "string" });
        web({ machineConfig: [MachineConfig.file({ path: "/etc/text", contents: stringValue })] })(stack);
      },
      { text: "one" },
    );
    expect(textIn(JSON.parse(await rig.config(MAC_A, "installed")), "/etc/text")).toBe("one");
    expect(await rig.stale()).toEqual({ a: false, c: false });
    await rig.terraform({ text: "two" }).apply();
    expect(textIn(JSON.parse(await rig.config(MAC_A, "installed")), "/etc/text")).toBe("two");
    expect(await rig.stale()).toEqual({ a: true, c: true });
  });
});
