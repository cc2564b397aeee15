import { expect, test } from "vitest";
import { FoundMachine } from "../../lib/check/synth/machines";
import { PoolEntry } from "../../lib/check/synth/manifest";
import { shownMachine } from "../../lib/cli/shown-machine";
import { IgnitionConfig, encodeIgnition } from "../../lib/ignition";
import { UPDATE_CONF_PATH } from "../../lib/update";
import { CONFIG, namedPool, stackOf } from "../check/manifests";

function shown(config: IgnitionConfig, pool: Partial<PoolEntry> = {}, node: Partial<FoundMachine["node"]> = {}) {
  const text = encodeIgnition({ ignition: { version: "3.4.0" }, ...config });
  const stack = stackOf({ resources: { t: { n: { d: text } } } });
  return shownMachine(stack, { name: "a", path: "x/db", pool: namedPool(pool), node: { config: CONFIG, ...node } });
}

const files = (...paths: string[]): IgnitionConfig => ({ storage: { files: paths.map((path) => ({ path })) } });

test("a machine with a release of its own has that", () => {
  expect(shown({}).release).toEqual({ channel: "stable", version: "4593.2.5" });
  expect(shown({}, {}, { release: { channel: "lts", version: "4081.3.10", name: "old" } }).release).toEqual({
    channel: "lts",
    version: "4081.3.10",
  });
});

test("what no config writes is the pool's; update.conf is the pool's and everybody's", () => {
  const machineConfig = [{ file: "a.bu", writes: { [UPDATE_CONF_PATH]: 3 } }];
  expect(shown(files("/x", UPDATE_CONF_PATH), { machineConfig }).files.map(({ writers }) => writers)).toEqual([
    [{ layer: "pool" }],
    [{ layer: "pool" }, { layer: "machineConfig[0]", file: "a.bu", line: 3 }],
  ]);
});

test("directories come before files and links, with owners and modes", () => {
  const storage = {
    links: [{ path: "/l", target: "/f", hard: true }],
    files: [{ path: "/f", mode: 0o4755, group: { id: 500 }, append: [{ source: "data:,x" }] }],
    directories: [{ path: "/d", mode: 7, overwrite: true, user: { name: "core" } }],
    disks: [{ device: "/dev/sda", wipeTable: true }],
  };
  const { files: found, other } = shown({ storage });
  const writers = [{ layer: "pool" }];
  expect(found).toEqual([
    { path: "/d", type: "directory", mode: "0007", user: "core", overwrite: true, writers },
    { path: "/f", type: "file", mode: "4755", group: 500, append: [{ text: "x", bytes: 1 }], writers },
    { path: "/l", type: "hard link", target: "/f", writers },
  ]);
  expect(other).toEqual({ storage: { disks: [{ device: "/dev/sda", wipeTable: true }] } });
});

test("names, paths, links, owners and hashes are masked as contents are, and still have their writers", () => {
  const token = `ghp_${"A1b2C3d4E5f6".repeat(3)}`;
  const owned = { user: { name: token }, group: { name: token } };
  const machine = shown(
    {
      storage: {
        directories: [{ path: `/d/${token}`, ...owned }],
        files: [
          { path: `/f/${token}`, ...owned },
          { path: "/g", contents: { source: "https://example.com/", verification: { hash: token } } },
        ],
        links: [{ path: `/l/${token}`, target: "https://core:hunter2@example.com/", ...owned }],
      },
      systemd: { units: [{ name: `${token}.service`, dropins: [{ name: `${token}.conf`, contents: "" }] }] },
    },
    { machineConfig: [{ file: "a.bu", writes: { [`/f/${token}`]: 7 } }] },
  );
  const everything = JSON.stringify(machine);
  for (const secret of [token, "hunter2"]) expect(everything).not.toContain(secret);
  expect(machine.files[1]).toMatchObject({ path: "/f/***", user: "***", writers: [{ layer: "machineConfig[0]", file: "a.bu", line: 7 }] });
});
