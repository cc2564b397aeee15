import { DataResource, TerraformStack } from "cdktf";
import { beforeAll, expect, test } from "vitest";
import { MachineConfig } from "../../../lib";
import { parseIgnition } from "../../../lib/ignition";
import { configIn, textIn } from "../../support";
import { describeLab, Lab, LabScope } from "./lab";

/** What a join token or a certificate could hold, and what quoting could lose. */
const LINE = 'a "word", \\n \\ ${var.none} %{ if } $${x} \t é 💡';
const SECRET = `${LINE}\u2028\nlast line\n`;

/** A value that Terraform knows when it has made the resource, and not before. */
function secretOf(stack: TerraformStack, text: string): string {
  const escaped = text.replace(/\$\{/g, "$$$${").replace(/%\{/g, "%%{");
  return new DataResource(stack, `Secret${text.length}`, { input: { text: escaped } }).getStringAttribute("output.text");
}

describeLab("a machine config on libvirt", (it) => {
  let lab: Lab;
  beforeAll(() => {
    lab = it();
  });

  test("that holds a value known only at apply reaches the machine byte for byte, in a file, a unit and a place of a text", async () => {
    const build = ({ stack, pool }: LabScope): void => {
      const secret = secretOf(stack, SECRET);
      pool("web", {
        machineConfig: [
          MachineConfig.file({ path: "/etc/token", contents: secret }),
          MachineConfig.file({ path: "/etc/among", contents: `<$${secret}> and ü` }),
          MachineConfig.unit({ name: "join.service", contents: `[Service]\nExecStart=/bin/join ${secretOf(stack, LINE)}\n` }),
        ],
      });
    };
    const { plan } = await lab.apply(build);
    expect(plan.json.resource_changes?.find((r) => r.type === "libvirt_ignition")?.change.after).not.toHaveProperty("content");
    const config = await lab.config("lab-a");
    const parsed = parseIgnition(config);
    expect(textIn(parsed, "/etc/token")).toBe(SECRET);
    expect(textIn(parsed, "/etc/among")).toBe(`<$${SECRET}> and ü`);
    expect(parsed.systemd?.units?.[0].contents).toBe(`[Service]\nExecStart=/bin/join ${LINE}\n`);
    const [ignition] = (await lab.run.resources()).filter((resource) => resource.type === "libvirt_ignition");
    expect(config).toBe(ignition.values.content);
  });

  test("that is over the limit is put into the gzip wrapper, and reaches the machine whole", async () => {
    const large = "the same line again and again\n".repeat(1000);
    await lab.apply(({ pool }) => {
      pool("web", { userDataLimit: 2000, machineConfig: [MachineConfig.file({ path: "/etc/large", contents: large })] });
    });
    const config = await lab.config("lab-a");
    expect(Buffer.byteLength(config)).toBeLessThanOrEqual(2000);
    expect(parseIgnition(config).ignition?.config?.replace?.compression).toBe("gzip");
    expect(textIn(configIn(config), "/etc/large")).toBe(large);
  });

  test("that goes over the limit only at apply makes no machine", async () => {
    await lab.destroy();
    await lab.plan(({ stack, pool }) => {
      const machineConfig = [MachineConfig.file({ path: "/etc/token", contents: secretOf(stack, "x".repeat(2000)) })];
      pool("web", { userDataLimit: 2000, machineConfig });
    });
    await expect(lab.run.apply()).rejects.toThrow("The machine config is over the pool's userDataLimit.");
    expect(await lab.libvirtd.domains()).toEqual([]);
  });
});
