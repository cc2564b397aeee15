import { expect, test } from "vitest";
import { checkRules, findDuplicates, IgnitionSpecVersion } from "../../lib/ignition";
import { findings, sectionFindings } from "./findings";

const DUPLICATE = "duplicate entry defined";

test("the later entry of a key is reported, in every kind of list", () => {
  expect(
    findings({
      passwd: { users: [{ name: "a", groups: ["x", "y", "x"], sshAuthorizedKeys: ["k", "k"] }, { name: "b" }, { name: "a" }] },
      systemd: { units: [{ name: "a.service", dropins: [{ name: "x.conf" }, { name: "x.conf" }] }, { name: "a.service" }] },
    }),
  ).toEqual([
    `error passwd.users.2: ${DUPLICATE}`,
    `error passwd.users.0.groups.2: ${DUPLICATE}`,
    `error passwd.users.0.sshAuthorizedKeys.1: ${DUPLICATE}`,
    `error systemd.units.1: ${DUPLICATE}`,
    `error systemd.units.0.dropins.1: ${DUPLICATE}`,
  ]);
});

test("files, directories and links share their paths", () => {
  const storage = { directories: [{ path: "/a" }, { path: "/b" }], files: [{ path: "/a" }], links: [{ path: "/b", target: "/x" }] };
  expect(findings({ storage })).toEqual([`error storage.files.0: ${DUPLICATE}`, `error storage.links.0: ${DUPLICATE}`]);
});

test("a kernel argument can not be wanted and not wanted", () => {
  expect(findings({ kernelArguments: { shouldExist: ["a"], shouldNotExist: ["a"] } })).toEqual([
    `error kernelArguments.shouldNotExist.0: ${DUPLICATE}`,
  ]);
});

test("fragments and options may repeat", () => {
  const append = [{ source: "data:,x" }, { source: "data:,x" }];
  const storage = {
    files: [{ path: "/a", append }],
    filesystems: [{ device: "/dev/a", format: "ext4", options: ["-x", "-x"], mountOptions: ["ro", "ro"] }],
    luks: [{ name: "l", device: "/dev/b", options: ["-x", "-x"] }],
    raid: [{ name: "r", level: "raid1", devices: ["/dev/c"], options: ["-x", "-x"] }],
  };
  expect(findings({ storage })).toEqual([]);
});

test("entries without a key are duplicates of each other", () => {
  expect(sectionFindings({ config: { merge: [{}, {}] } })).toContain(`error ignition.config.merge.1: ${DUPLICATE}`);
});

test("duplicates are found apart from what the rules say", () => {
  const config = { storage: { files: [{ path: "a" }, { path: "a" }] } };
  expect(findDuplicates(config).map(({ path, message }) => [path, message])).toEqual([["storage.files.1", DUPLICATE]]);
  expect(checkRules(config, IgnitionSpecVersion.V3_4_0).map(({ path }) => path)).toEqual(["storage.files.0.path", "storage.files.1.path"]);
});
