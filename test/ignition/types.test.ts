import { expect, test } from "vitest";
import { IgnitionConfig, parseIgnition } from "../../lib/ignition";
import { CONFIG, StructSpec } from "../../lib/ignition/schema";

/** A value for every field of the spec; the compiler checks that the types know them all, and the test that the spec does. */
const resource = {
  compression: "gzip",
  httpHeaders: [{ name: "A", value: "b" }],
  source: "http://x",
  verification: { hash: `sha256-${"0".repeat(64)}` },
};
const node = { group: { id: 1 }, overwrite: true, user: { id: 1 } };
const everything: Required<IgnitionConfig> = {
  ignition: {
    config: { merge: [resource], replace: resource },
    proxy: { httpProxy: "http://p", httpsProxy: "https://p", noProxy: ["x"] },
    security: { tls: { certificateAuthorities: [resource] } },
    timeouts: { httpResponseHeaders: 1, httpTotal: 2 },
    version: "3.6.0",
  },
  kernelArguments: { shouldExist: ["a"], shouldNotExist: ["b"] },
  passwd: {
    groups: [{ gid: 1, name: "g", passwordHash: "*", shouldExist: true, system: true }],
    users: [
      {
        gecos: "x",
        groups: ["g"],
        homeDir: "/h",
        name: "u",
        noCreateHome: true,
        noLogInit: true,
        noUserGroup: true,
        passwordHash: "*",
        primaryGroup: "g",
        sshAuthorizedKeys: ["k"],
        shell: "/bin/sh",
        shouldExist: true,
        system: true,
        uid: 1,
      },
    ],
  },
  storage: {
    directories: [{ ...node, path: "/d", mode: 1 }],
    disks: [
      {
        device: "/dev/a",
        partitions: [
          {
            guid: "01234567-89AB-CDEF-EDCB-A98765432101",
            label: "l",
            number: 1,
            resize: true,
            shouldExist: true,
            sizeMiB: 1,
            startMiB: 1,
            typeGuid: "01234567-89AB-CDEF-EDCB-A98765432101",
            wipePartitionEntry: true,
          },
        ],
        wipeTable: true,
      },
    ],
    files: [{ ...node, path: "/f", append: [resource], contents: resource, mode: 1 }],
    filesystems: [
      { device: "/dev/b", format: "ext4", label: "l", mountOptions: ["ro"], options: ["-x"], path: "/p", uuid: "u", wipeFilesystem: true },
    ],
    links: [{ ...node, path: "/l", hard: false, target: "/t" }],
    luks: [
      {
        cex: { enabled: false },
        clevis: {
          custom: { config: "{}", needsNetwork: true, pin: "p" },
          tang: [{ advertisement: "{}", thumbprint: "t", url: "http://t" }],
          threshold: 1,
          tpm2: true,
        },
        device: "/dev/c",
        discard: true,
        keyFile: resource,
        label: "l",
        name: "n",
        openOptions: ["-x"],
        options: ["-x"],
        uuid: "u",
        wipeVolume: true,
      },
    ],
    raid: [{ devices: ["/dev/d"], level: "raid1", name: "r", options: ["-x"], spares: 1 }],
  },
  systemd: {
    units: [{ contents: "[Unit]\n", dropins: [{ contents: "[Unit]\n", name: "x.conf" }], enabled: false, mask: true, name: "a.service" }],
  },
};

test("the types have every field of the spec", () => {
  expectEveryField(CONFIG, everything, "");
});

function expectEveryField(spec: StructSpec, value: object, path: string): void {
  const names = spec.name === "owner" ? ["id", "name"] : Object.keys(value);
  expect([...names].sort(), path).toEqual(spec.fields.map((field) => field.name).sort());
  for (const field of spec.fields) {
    if (field.kind !== "struct" && field.kind !== "structs") continue;
    const child: unknown = Object.entries(value).find(([key]) => key === field.name)?.[1];
    for (const entry of [child].flat()) expectEveryField(field.struct, entry as object, `${path}.${field.name}`);
  }
}

test("a config that uses them all is read as it is, but for what contradicts itself", () => {
  const { luks: [volume] = [] } = everything.storage;
  const { custom: _custom, ...clevis } = volume.clevis ?? {};
  const valid = { ...everything, storage: { ...everything.storage, luks: [{ ...volume, clevis }] } };
  expect(parseIgnition(JSON.stringify(valid))).toEqual(valid);
});
