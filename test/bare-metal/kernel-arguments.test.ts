import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { KernelArgumentsInput, kernelArguments } from "../../lib/bare-metal/kernel-arguments";
import { scratchStack, thrown } from "../support";

const input: KernelArgumentsInput = {
  node: "a",
  matchboxBase: "http://m.lan:8080",
  initrd: "http://m.lan/x/flatcar_production_pxe_image.cpio.gz",
  consoles: [],
  kernelArguments: [],
};

test("the kernel is told of its RAM disk, of the first boot and of its config, then of the user's consoles and arguments", () => {
  expect(
    kernelArguments({ ...input, consoles: ["tty0", "ttyS0,115200n8"], kernelArguments: ["flatcar.autologin", "ip=${net0/ip}"] }),
  ).toEqual({
    args: [
      "initrd=flatcar_production_pxe_image.cpio.gz",
      "flatcar.first_boot=1",
      "ignition.config.url=http://m.lan:8080/ignition?uuid=${uuid}&mac=${mac:hexhyp}",
      "console=tty0",
      "console=ttyS0,115200n8",
      "flatcar.autologin",
      "ip=${net0/ip}",
    ],
    initrd: input.initrd,
  });
});

test("the RAM disk is called by the name that iPXE gives the file, or is given one where that is not known", () => {
  const args = (initrd: string): unknown => {
    const made = kernelArguments({ ...input, initrd });
    return [made.args[0], made.initrd];
  };
  expect(args("/assets/other.img")).toEqual(["initrd=other.img", "/assets/other.img"]);
  const usual = "flatcar_production_pxe_image.cpio.gz";
  const url = new TerraformVariable(scratchStack(), "url", {}).stringValue;
  for (const initrd of [url, `${url}/${url}`, "http://m.lan/a?b=c"])
    expect(args(initrd)).toEqual([`initrd=${usual}`, `--name ${usual} ${initrd}`]);
  expect(args(`${url}/other.img`)).toEqual(["initrd=other.img", `${url}/other.img`]);
});

test("a list that is known only at apply is refused, its members may be", () => {
  const variable = new TerraformVariable(scratchStack(), "list", { type: "list(string)" });
  for (const prop of ["consoles", "kernelArguments"] as const) {
    expect(thrown(() => kernelArguments({ ...input, [prop]: variable.listValue }))).toMatchObject({
      code: "kernel-argument",
      subject: `${prop} of nodes.a`,
      received: "a list known only at apply",
    });
    const { stringValue } = variable;
    expect(kernelArguments({ ...input, [prop]: [stringValue] }).args.at(-1)).toContain(stringValue);
  }
});

test.each(["", "a b", "a\tb", "a\n", 'a="b"', "a='b'", "#a", "||", "&&", ";"])("%j is no one argument for iPXE", (argument) => {
  expect(thrown(() => kernelArguments({ ...input, kernelArguments: ["ok", argument] }))).toMatchObject({
    code: "kernel-argument",
    subject: "kernelArguments of nodes.a: [1]",
    received: argument,
  });
});

test.each([
  ...["initrd=x", "root=LABEL=ROOT", "flatcar.first_boot=0", "flatcar.first_boot", "coreos.first_boot=1"],
  ...["ignition.config.url=http://x", "flatcar.config.url=x", "coreos.config.url=x"],
])("%s is the pool's to say", (argument) => {
  expect(thrown(() => kernelArguments({ ...input, kernelArguments: [argument] }))).toMatchObject({
    code: "kernel-argument",
    received: argument,
    allowed: expect.stringContaining("writes itself"),
  });
});

test.each(["rootfstype=btrfs", "rootflags=x", "a&&b", "a#b", "quiet"])("%s is the user's", (argument) => {
  expect(kernelArguments({ ...input, kernelArguments: [argument] }).args.at(-1)).toBe(argument);
});

test.each(["", "tty0 ttyS0", "console=tty0", '"tty0"'])("%j is no console", (console) => {
  expect(thrown(() => kernelArguments({ ...input, consoles: [console] }))).toMatchObject({
    code: "kernel-argument",
    subject: "consoles of nodes.a: [0]",
  });
});

test("values known only at apply pass, and what is known around them does not", () => {
  const value = new TerraformVariable(scratchStack(), "value", {}).stringValue;
  expect(kernelArguments({ ...input, consoles: [value], kernelArguments: [value, `a=${value}`] }).args.slice(3)).toEqual([
    `console=${value}`,
    value,
    `a=${value}`,
  ]);
  for (const argument of [`${value} b`, `root=${value}`]) {
    expect(thrown(() => kernelArguments({ ...input, kernelArguments: [argument] }))).toMatchObject({ code: "kernel-argument" });
  }
});

test("more than the kernel reads is an error, as far as it is known", () => {
  const rest = kernelArguments(input).args.join(" ").length + 1;
  const value = new TerraformVariable(scratchStack(), "value", {}).stringValue;
  const make = (length: number, token = ""): unknown => kernelArguments({ ...input, kernelArguments: ["x".repeat(length) + token] });
  expect(() => make(2047 - rest)).not.toThrow();
  expect(() => make(2047 - rest, value)).not.toThrow();
  for (const token of ["", value]) {
    expect(thrown(() => make(2048 - rest, token))).toMatchObject({ code: "kernel-command-line", subject: "kernelArguments of nodes.a" });
  }
});
