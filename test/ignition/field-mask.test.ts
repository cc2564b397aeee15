import { expect, test } from "vitest";
import { IgnitionConfig, dataUrl, encodeIgnition } from "../../lib/ignition";
import { FieldMask } from "../../lib/ignition/field-mask";

const CONTENTS = "storage.files.0.contents";
const fileWith = (path: string, text: string): IgnitionConfig => ({ storage: { files: [{ path, contents: { source: dataUrl(text) } }] } });
const shown = (path: string, text: string) => new FieldMask(fileWith(path, text)).text(text, CONTENTS);

test("a text that tells its secrets has a mask in their places, and one without any stays", () => {
  expect(shown("/etc/app.env", "A=1\nPASSWORD=hunter2\n")).toBe("A=1\nPASSWORD=***\n");
  expect(shown("/etc/app.env", "A=1\n")).toBe("A=1\n");
  expect(shown("/etc/cluster/token", "")).toBe("");
});

test("a key of LUKS is masked as a whole, also where a part of it looks like a password of its own", () => {
  const key = "password=abc123def\nthe rest of the key\n";
  const mask = new FieldMask({ storage: { luks: [{ name: "data", device: "/dev/b", keyFile: { source: dataUrl(key) } }] } });
  expect(mask.text(key, "storage.luks.0.keyFile")).toBe("***");
});

test("a config that holds a secret is masked as a whole, also where a part of its text looks secret", () => {
  const inner = encodeIgnition({
    ignition: { version: "3.4.0" },
    storage: { luks: [{ name: "data", device: "/dev/b", keyFile: { source: "data:,opensesame" } }] },
    systemd: { units: [{ name: "a.service", contents: "[Service]\nEnvironment=PASSWORD=hunter2\n" }] },
  });
  expect(shown("/oem/config.ign", inner)).toBe("***");
});

test("a file of accounts is masked as a whole, also where one of its hashes is known by its form", () => {
  expect(shown("/etc/htpasswd", `core:$2y$05$${"a".repeat(53)}\nops:rqXexS6ZhobKA\n`)).toBe("***");
});

test("what is suspected is told of what is no text too", () => {
  const keyFile = { source: "data:;base64,/wABAg==" };
  const mask = new FieldMask({ storage: { luks: [{ name: "data", device: "/dev/b", keyFile }] } });
  expect([mask.isSuspected("storage.luks.0.keyFile"), mask.isSuspected("storage.luks.0.name")]).toEqual([true, false]);
});
