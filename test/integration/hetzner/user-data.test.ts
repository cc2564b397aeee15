import { DataResource, TerraformStack, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { MachineConfig } from "../../../lib";
import { encodeIgnition } from "../../../lib/ignition";
import { StackJson, configIn, readTemplate, textIn } from "../../support";
import { ExecError, requires } from "../harness";
import { Rig, pool, web } from "./rig";

// Everything that a template language, JSON, a shell or UTF-16 could stumble over.
const HARD = 'a "quoted" \\ $HOME ${var.x} %{ if } $${y} %%{z}\n\ttab \u0001 \u2028 \u00e9 e\u0301 \u{1f600} line\r\nend$';

/** What is written for the one server of a stack, as Terraform reads it. */
function written(json: StackJson): string {
  return readTemplate(String(Object.values(json.resource?.hcloud_server ?? {})[0].user_data));
}

requires("terraform", "provider-hcloud")("the user data that Hetzner gets", () => {
  test("is the machine config byte for byte", async () => {
    const rig = await Rig.start();
    const json = await rig.write(web({ machineConfig: [MachineConfig.file({ path: "/etc/hard", contents: HARD })], nodes: { a: {} } }));
    await rig.terraform().apply();
    const { userData } = rig.emulator.server("t-a");
    expect(userData).toBe(written(json));
    expect(textIn(JSON.parse(userData), "/etc/hard")).toBe(HARD);
    expect(textIn(JSON.parse(userData), "/etc/hostname")).toBe("a\n");
    // It is the encoder's own form: what is read and written again is the same.
    expect(encodeIgnition(JSON.parse(userData))).toBe(userData);
  });

  test("goes through the gzip wrapper where it is large", async () => {
    const rig = await Rig.start();
    const contents = `${HARD}\n`.repeat(1000);
    const json = await rig.write(web({ machineConfig: [MachineConfig.file({ path: "/etc/large", contents })], nodes: { a: {} } }));
    await rig.terraform().apply();
    const { userData } = rig.emulator.server("t-a");
    expect(Buffer.byteLength(userData)).toBeLessThan(32_768);
    expect(userData).toBe(written(json));
    expect(textIn(configIn(userData.replace(/\$\{/g, "$$${")), "/etc/large")).toBe(contents);
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
  });

  test("holds a value that another resource makes in the same apply, byte for byte", async () => {
    const rig = await Rig.start();
    // Its output is unknown while planning. Terraform brings texts to Unicode's form C, so the value is in it.
    const value = HARD.normalize("NFC");
    const build = (stack: TerraformStack): void => {
      const made = new DataResource(stack, "Made");
      made.addOverride("input", value.replace(/\$\{/g, "$$${").replace(/%\{/g, "%%{"));
      const token = made.getStringAttribute("output");
      const machineConfig = [
        MachineConfig.file({ path: "/etc/token", contents: `before "${token}" after \${x}\n`, mode: 0o600 }),
        MachineConfig.unit({ name: "join.service", contents: `[Service]\nEnvironment=TOKEN=${token}\n` }),
      ];
      pool(stack, { machineConfig, nodes: { a: {} } });
    };
    await rig.apply(build);
    expect((await rig.terraform().attributes("terraform_data.Made")).output).toBe(value);
    const { userData } = rig.emulator.server("t-a");
    const config = JSON.parse(userData);
    expect(textIn(config, "/etc/token")).toBe(`before "${value}" after \${x}\n`);
    expect(config.systemd.units).toEqual([{ name: "join.service", contents: `[Service]\nEnvironment=TOKEN=${value}\n` }]);
    expect((await rig.terraform().plan()).isEmpty).toBe(true);
  });

  test("holds a sensitive variable, which no plan prints", async () => {
    const rig = await Rig.start();
    const secret = 'hunter2 "${x}" \u{1f600}';
    const variables = { secret };
    await rig.write((stack) => {
      const variable = new TerraformVariable(stack, "secret", { type: "string", sensitive: true });
      const machineConfig = [MachineConfig.file({ path: "/etc/secret", contents: variable.stringValue })];
      pool(stack, { machineConfig, nodes: { a: {} } });
    });
    const plan = await rig.terraform(variables).plan();
    expect(plan.output).not.toContain("hunter2");
    await rig.terraform(variables).apply();
    expect(textIn(JSON.parse(rig.emulator.server("t-a").userData), "/etc/secret")).toBe(secret);
    expect((await rig.terraform(variables).plan()).isEmpty).toBe(true);

    // Another value is another config.
    const other = { secret: "other" };
    const fates = rig.watch();
    await rig.terraform(other).apply();
    expect(fates()).toEqual({ a: "replaced" });
  });

  test("is refused before a server is made or touched, when a value makes it too large", async () => {
    const rig = await Rig.start();
    await rig.write((stack) => {
      const variable = new TerraformVariable(stack, "text", { type: "string" });
      const machineConfig = [MachineConfig.file({ path: "/etc/text", contents: variable.stringValue })];
      pool(stack, { machineConfig, nodes: { a: {} } });
    });
    await rig.terraform({ text: "small" }).apply();
    const fates = rig.watch();
    const error = await rig
      .terraform({ text: "\u00e9".repeat(16_000) })
      .plan()
      .catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ExecError);
    expect(String(error)).toContain("The machine config of a is over 32768 bytes of user data.");
    expect(fates()).toEqual({ a: "untouched" });
  });

  test("may have the platform's last byte, and no more", async () => {
    const rig = await Rig.start();
    await rig.write((stack) => {
      const variable = new TerraformVariable(stack, "text", { type: "string" });
      pool(stack, { machineConfig: [MachineConfig.unit({ name: "x.service", contents: variable.stringValue })], nodes: { a: {} } });
    });
    await rig.terraform({ text: "" }).apply();
    const rest = 32_768 - Buffer.byteLength(rig.emulator.server("t-a").userData);
    await rig.terraform({ text: "x".repeat(rest) }).apply();
    expect(Buffer.byteLength(rig.emulator.server("t-a").userData)).toBe(32_768);
    await expect(rig.terraform({ text: "x".repeat(rest + 1) }).plan()).rejects.toThrow("over 32768 bytes");
  });
});
