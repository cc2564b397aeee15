import { expect, test } from "vitest";
import { inPackage, integer, list, object, plainInteger, plainText, strings, text } from "../../lib/butane/fields";
import { Translators, integerMade, localName, translatorOf } from "../../lib/butane/plan";
import { Run } from "../../lib/butane/run";
import { Walk } from "../../lib/butane/walk";
import { IgnitionSpecVersion } from "../../lib/ignition";
import { CONFIG } from "../../lib/ignition/schema";

const { struct } = inPackage("p");
const TANG = struct("Tang", plainText("url"), text("advertisement"));
const CLEVIS = struct("Clevis", list("tang", TANG), integer("threshold"));
const LUKS = struct("Luks", plainText("name"), strings("options"), object("clevis", CLEVIS), text("sugar"));
const PARTITION = struct("Partition", plainInteger("number"), text("label"));
const DISK = struct("Disk", plainText("device"), list("partitions", PARTITION));
const BUTANE = struct("Config", object("storage", struct("Storage", list("luks", LUKS), list("disks", DISK))));

const { V3_3_0, V3_4_0 } = IgnitionSpecVersion;
const translate = (storage: object, version = V3_4_0, special: Translators = {}): unknown =>
  translatorOf(BUTANE, CONFIG, version, special)({ storage }, new Run(new Walk(), undefined));

test("fields come in the order of Ignition, and what only Butane has is left out", () => {
  const made = translate({ luks: [{ name: "a", sugar: "x", clevis: { threshold: 1 } }], disks: [{ device: "/dev/a" }] });
  expect(JSON.stringify(made)).toBe('{"storage":{"disks":[{"device":"/dev/a"}],"luks":[{"clevis":{"threshold":1},"name":"a"}]}}');
});

test("empty lists and objects are left out, empty entries are not", () => {
  expect(translate({ luks: [], disks: [{ device: "", partitions: [{ number: 0 }] }] })).toEqual({
    storage: { disks: [{ device: "", partitions: [{}] }] },
  });
  expect(translate({ luks: [{ name: "", options: [], clevis: { tang: [] } }] })).toEqual({ storage: { luks: [{ name: "" }] } });
  expect(translate({})).toBeUndefined();
});

test("a field that the target version does not have is left out", () => {
  const luks = { luks: [{ name: "a", clevis: { tang: [{ url: "u", advertisement: "x" }] } }] };
  expect(translate(luks, V3_3_0)).toEqual({ storage: { luks: [{ clevis: { tang: [{ url: "u" }] }, name: "a" }] } });
});

test("an object of a type with its own translator is left to it", () => {
  const special: Translators = { Disk: (renamed) => (from, run) => ({ ...renamed(from, run), at: run.walk.path() }) };
  expect(translate({ disks: [{ device: "a" }, { device: "b" }] }, V3_4_0, special)).toEqual({
    storage: {
      disks: [
        { device: "a", at: "storage.disks.0" },
        { device: "b", at: "storage.disks.1" },
      ],
    },
  });
});

test("a type has a name in its package", () => {
  expect(localName(LUKS)).toBe("Luks");
});

test("a huge integer is the nearest number, a huge mode one with the same low bits that is out of range", () => {
  expect(integerMade("uid", 2n ** 60n + 1n, false)).toBe(2 ** 60);
  for (const mode of [2n ** 62n + 0o4755n, -(2n ** 62n) + 0o4755n]) {
    const made = integerMade("mode", mode, false) as number;
    expect(made & 0o7777).toBe(0o4755);
    expect(made < 0 || made > 0o7777).toBe(true);
    expect(Math.sign(made)).toBe(mode < 0n ? -1 : 1);
  }
});
