import { Fn, TerraformLocal, TerraformVariable, Token } from "cdktf";
import { describe, expect, test } from "vitest";
import { MachineConfig } from "../../lib";
import { dataUrl, IgnitionFile } from "../../lib/ignition";
import { SecretGuard } from "../../lib/bare-metal/secrets";
import { BareMetalBoot, BareMetalNodePoolProps, PxeAssets } from "../../lib/bare-metal";
import { lab, addPool, INSTALL, MAC_A, MAC_B, poolJson } from "./small-pool";
import { scratchStack, thrown } from "../support";

const PEM = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIGqVbB1uJ6u5v1m2kq0nTj6b1vI8kX4l2b7s9c0d1e2f\n-----END PRIVATE KEY-----\n";
const key = (path = "/etc/x.key"): MachineConfig => MachineConfig.file({ path, contents: PEM, mode: 0o600 });
const wrong = (props: Partial<BareMetalNodePoolProps>): Error & { received?: unknown } => thrown(() => poolJson(props));

describe("what looks secret", () => {
  test("is refused, named by place and kind, and in no part of the message itself", () => {
    const error = wrong({ machineConfig: [key()] });
    expect(error).toMatchObject({
      code: "secret-served",
      path: "lab/web",
      subject: "machine config of a",
      received: [expect.stringMatching(/^\/etc\/x\.key: a.* private key/)],
      mend: expect.stringContaining('allowSecrets: ["/etc/x.key"]'),
    });
    expect(JSON.stringify(error) + error.message + String(error.stack)).not.toContain("MC4CAQ");
  });

  test("is served where its place is named, and nowhere else", () => {
    expect(() => poolJson({ machineConfig: [key()], allowSecrets: ["/etc/x.key"] })).not.toThrow();
    expect(wrong({ machineConfig: [key(), key("/etc/y.key")], allowSecrets: ["/etc/x.key"] })).toMatchObject({
      code: "secret-served",
      received: [expect.stringMatching(/^\/etc\/y\.key: /)],
    });
  });

  test("is refused of one node as of all", () => {
    expect(wrong({ nodes: { a: { mac: MAC_A }, b: { mac: MAC_B, machineConfig: [key()] } } })).toMatchObject({
      subject: "machine config of b",
    });
  });

  test("is counted where there is much of it", () => {
    const machineConfig = Array.from({ length: 7 }, (_, i) => key(`/etc/${i}.key`));
    expect(wrong({ machineConfig }).received).toHaveLength(6);
    expect((wrong({ machineConfig }).received as string[]).at(-1)).toBe("… (7)");
  });
});

test("in what the installer is told is refused and allowed alike", () => {
  const mirror = "https://operator:correct-horse-9@mirror.lan";
  const assets = PxeAssets.fromUrls({ kernel: "/assets/vmlinuz", initrd: "/assets/initrd.gz", imageBase: mirror });
  const name = "/etc/cdktf-flatcar/install/image-base";
  expect(wrong({ assets })).toMatchObject({ code: "secret-served", received: [`${name}: a URL with a password`] });
  expect(() => poolJson({ assets, allowSecrets: [name] })).not.toThrow();
  // A mirror is named in the iPXE script too.
  expect(() => poolJson({ assets: PxeAssets.fromMirror(mirror), allowSecrets: ["assets", name] })).not.toThrow();
});

describe("in what the iPXE script says is refused and allowed alike", () => {
  const password = "vendor.password=correct-horse-9";

  test.each([BareMetalBoot.diskless(), INSTALL])("of the kernel's arguments (%j)", (boot) => {
    const error = wrong({ boot, kernelArguments: ["quiet", password] });
    expect(error).toMatchObject({ code: "secret-served", subject: "network boot of a", received: ["kernelArguments: a password"] });
    expect(error.message).not.toContain("correct-horse");
    expect(() => poolJson({ boot, kernelArguments: ["quiet", password], allowSecrets: ["kernelArguments"] })).not.toThrow();
  });

  test("of one node's arguments", () => {
    const nodes = { a: { mac: MAC_A }, b: { mac: MAC_B, kernelArguments: [password] } };
    expect(wrong({ nodes })).toMatchObject({ subject: "network boot of b" });
  });

  test("of where kernel and RAM disk come from", () => {
    const assets = PxeAssets.fromUrls({ kernel: "https://u:correct-horse-9@m.lan/vmlinuz", initrd: "https://m.lan/initrd.gz" });
    expect(wrong({ assets })).toMatchObject({ subject: "network boot of a", received: ["assets: a URL with a password"] });
    expect(() => poolJson({ assets, allowSecrets: ["assets"] })).not.toThrow();
  });

  test("a sensitive variable is one, another variable is none", () => {
    const told = (sensitive: boolean) => (): unknown =>
      lab((stack) => {
        const { stringValue } = new TerraformVariable(stack, "level", { sensitive });
        addPool(stack, "web", { kernelArguments: [`loglevel=${stringValue}`] });
      });
    expect(thrown(told(true))).toMatchObject({ received: ["kernelArguments: the sensitive variable level"] });
    expect(told(false)).not.toThrow();
  });

  test("usual arguments are none", () => {
    const kernelArguments = [
      "flatcar.autologin",
      "ip=${net0/ip}",
      "systemd.journald.forward_to_console=1",
      "net.ifnames=0",
      "rd.luks.key=/x.key",
    ];
    expect(() => poolJson({ kernelArguments })).not.toThrow();
  });
});

test("in what one of many installers is told is found as well", () => {
  const make = (): unknown =>
    lab((stack) => {
      const mac = new TerraformVariable(stack, "mac", { sensitive: true }).stringValue;
      addPool(stack, "web", { nodes: { a: { mac: MAC_A }, b: { mac } } });
    });
  expect(thrown(make)).toMatchObject({
    code: "secret-served",
    subject: "machine config of b",
    received: ["/etc/cdktf-flatcar/install/config-url: the sensitive variable mac"],
  });
});

describe("the value of a sensitive variable", () => {
  const withValue = (contents: (variable: TerraformVariable) => string, sensitive = true, allowSecrets?: string[]): (() => unknown) => {
    return () =>
      lab((stack) => {
        const variable = new TerraformVariable(stack, "join", { sensitive });
        addPool(stack, "web", { machineConfig: [MachineConfig.file({ path: "/etc/join", contents: contents(variable) })], allowSecrets });
      });
  };
  const expected = { code: "secret-served", received: ["/etc/join: the sensitive variable join"] };

  test("is secret in a text, in a function and behind a local", () => {
    expect(thrown(withValue((v) => `x=${v.stringValue}`))).toMatchObject(expected);
    expect(thrown(withValue((v) => Fn.upper(v.stringValue)))).toMatchObject(expected);
    expect(thrown(withValue((v) => new TerraformLocal(v, "local", `y ${v.stringValue}`).asString))).toMatchObject(expected);
    expect(thrown(withValue((v) => Token.asString(v.value)))).toMatchObject(expected);
  });

  test("is served where its place is named", () => {
    expect(withValue((v) => v.stringValue, true, ["/etc/join"])).not.toThrow();
  });

  test("of another variable or of none passes", () => {
    expect(withValue((v) => v.stringValue, false)).not.toThrow();
    expect(withValue(() => "join=var.join")).not.toThrow();
  });

  test("is found in units and users too", () => {
    const make = (config: (value: string) => MachineConfig): unknown =>
      thrown(() =>
        lab((stack) => {
          const value = new TerraformVariable(stack, "join", { sensitive: true }).stringValue;
          addPool(stack, "web", { machineConfig: [config(value)] });
        }),
      );
    expect(make((value) => MachineConfig.unit({ name: "x.service", contents: `[Service]\nExecStart=/x ${value}\n` }))).toMatchObject({
      received: ["x.service: the sensitive variable join"],
    });
    const users = (value: string): MachineConfig => MachineConfig.ignition({ passwd: { users: [{ name: "core", passwordHash: value }] } });
    expect(make(users)).toMatchObject({
      received: ["passwd.users.core.passwordHash: the sensitive variable join", "passwd.users.core.passwordHash: a password hash"],
    });
  });
});

test("a name that nothing answers to is an error, with the nearest that does", () => {
  expect(wrong({ allowSecrets: ["/etc/x.key"] })).toMatchObject({
    code: "secret-unknown",
    path: "lab/web",
    received: "/etc/x.key",
    allowed: expect.stringContaining("nothing in the pool's configs looks secret"),
  });
  expect(wrong({ machineConfig: [key()], allowSecrets: ["/etc/x.key", "/etc/x.kye"] })).toMatchObject({
    code: "secret-unknown",
    received: "/etc/x.kye",
    mend: 'did you mean "/etc/x.key"?',
  });
});

test("a place of one node alone may be named for the pool", () => {
  const nodes = { a: { mac: MAC_A }, b: { mac: MAC_B, machineConfig: [key()] } };
  expect(() => poolJson({ nodes, allowSecrets: ["/etc/x.key"] })).not.toThrow();
});

test("what is the same file for all nodes is looked into once, and what is another one is not passed over", () => {
  const guard = new SecretGuard(scratchStack(), ["/etc/x.key"]);
  const [fine, other] = ["/etc/fine", "/etc/other"].map((path) => ({ path, contents: { source: "data:,fine" } }));
  const secret = (path: string): object => ({ path, contents: { source: dataUrl(PEM) } });
  const check = (...files: object[]): void => guard.check("a", { storage: { files: files as IgnitionFile[] } });
  expect(() => check(fine)).not.toThrow();
  expect(() => check(fine, secret("/etc/x.key"))).not.toThrow();
  for (const path of ["/etc/y.key", "/etc/fine"])
    expect(thrown(() => check(fine, other, secret(path)))).toMatchObject({ code: "secret-served" });
  expect(() => guard.finish()).not.toThrow();
});
