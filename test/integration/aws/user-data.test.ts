import { TerraformStack, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { MachineConfig } from "../../../lib";
import { decodeDataUrl } from "../../../lib/ignition";
import { textIn } from "../../support";
import { TestResource } from "../../pool/test-pool";
import { requires } from "../harness";
import { Rig, group, pool } from "./rig";

// Everything that a template language, JSON, a shell or UTF-16 could stumble over.
const HARD = 'a "quoted" \\ $HOME ${var.x} %{ if } $${y} %%{z}\n\ttab \u0001 \u2028 \u00e9 e\u0301 \u{1f600} line\r\nend$';
const file = (contents: string): MachineConfig[] => [MachineConfig.file({ path: "/etc/hard", contents })];
const both = (stack: TerraformStack, machineConfig: MachineConfig[]): void => {
  pool(stack, { machineConfig, nodes: { a: {} } }, "named");
  group(stack, { machineConfig, capacity: { min: 1, max: 1 } });
};
/** What the machine with a name and that of the group booted with. */
const booted = (rig: Rig): string[] => [rig.userData("a"), rig.machines()[0].userData];

requires("terraform", "provider-aws-stand-in")("the user data that EC2 gets", () => {
  test("is the machine config byte for byte, of a machine with a name and of a group", async () => {
    const rig = await Rig.start();
    await rig.apply((stack) => both(stack, file(HARD)));
    for (const userData of booted(rig)) expect(textIn(JSON.parse(userData), "/etc/hard")).toBe(HARD);
  });

  test("goes through the gzip wrapper where it is large, and arrives whole", async () => {
    const rig = await Rig.start();
    const contents = `${HARD}\n`.repeat(1000);
    await rig.apply((stack) => both(stack, file(contents)));
    for (const userData of booted(rig)) {
      expect(Buffer.byteLength(userData)).toBeLessThanOrEqual(16_384);
      const { source, compression } = JSON.parse(userData).ignition.config.replace;
      const inner = JSON.parse(Buffer.from(decodeDataUrl(source, compression)).toString("utf8"));
      expect(textIn(inner, "/etc/hard")).toBe(contents);
    }
  });

  test("holds a value that another resource makes in the same apply, byte for byte", async () => {
    const rig = await Rig.start();
    // Terraform brings texts to Unicode's form C, so the value is in it.
    const value = HARD.normalize("NFC");
    await rig.apply((stack) => {
      const made = new TestResource(stack, "Made", { value: value.replace(/\$\{/g, "$$${").replace(/%\{/g, "%%{") });
      const token = made.getStringAttribute("output.value");
      both(stack, [
        ...file(`before "${token}" after \${x}\n`),
        MachineConfig.unit({ name: "x.service", contents: `[Service]\nEnvironment=${token}\n` }),
      ]);
    });
    for (const userData of booted(rig)) {
      const config = JSON.parse(userData);
      expect(textIn(config, "/etc/hard")).toBe(`before "${value}" after \${x}\n`);
      expect(config.systemd.units).toEqual([{ name: "x.service", contents: `[Service]\nEnvironment=${value}\n` }]);
    }
  });

  test("holds a sensitive variable, which no plan prints; another value is another config", async () => {
    const rig = await Rig.start();
    await rig.write((stack) => both(stack, file(new TerraformVariable(stack, "secret", { type: "string", sensitive: true }).stringValue)));
    const secret = 'hunter2 "${x}" \u{1f600}';
    const plan = await rig.terraform({ secret }).plan();
    expect(plan.output).not.toContain("hunter2");
    expect(plan.output).not.toContain(Buffer.from("hunter2").toString("base64").slice(0, 8));
    await rig.terraform({ secret }).apply();
    for (const userData of booted(rig)) expect(textIn(JSON.parse(userData), "/etc/hard")).toBe(secret);
    await rig.settled({ secret });
    const fates = rig.watch();
    await rig.terraform({ secret: "other" }).apply();
    expect(fates()).toEqual({ a: "replaced", web: "1 replaced" });
  });

  test("may have the platform's last byte, and with one more is refused before a machine is touched", async () => {
    const rig = await Rig.start();
    await rig.write((stack) => {
      const { stringValue } = new TerraformVariable(stack, "text", { type: "string" });
      pool(stack, { machineConfig: [MachineConfig.unit({ name: "x.service", contents: stringValue })], nodes: { a: {} } });
    });
    await rig.terraform({ text: "" }).apply();
    const rest = 16_384 - Buffer.byteLength(rig.userData());
    await rig.terraform({ text: "x".repeat(rest) }).apply();
    expect(Buffer.byteLength(rig.userData())).toBe(16_384);
    const fates = rig.watch();
    const refusal = await rig.refusal(rig.terraform({ text: "x".repeat(rest + 1) }).plan());
    expect(refusal).toContain("The machine config of a is over 16384 bytes of user data.");
    expect(fates()).toEqual({ a: "untouched" });
  });
});
