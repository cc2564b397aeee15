import { expect, test } from "vitest";
import { MemoryFilesDirectory, translateButane, translateButaneObject } from "../../lib/butane";

const TEXT = `variant: flatcar
version: 1.1.0
storage:
  filesystems:
    - device: /dev/vdb
      format: ext4
      path: /var/lib/data
      with_mount_unit: true
  files:
    - path: /etc/motd
      contents:
        inline: hello
  trees:
    - local: tree
systemd:
  units:
    - name: docker.service
      enabled: true
`;

test("a part of the config is found where its text says it, and what a field made where that stands", () => {
  const filesDir = new MemoryFilesDirectory({ "tree/etc/a": "a" });
  const result = translateButane(TEXT, { filesDir });
  expect(result.error).toBeUndefined();
  expect(result.config?.storage?.files?.map(({ path }) => path)).toEqual(["/etc/motd", "/etc/a"]);
  expect(result.config?.systemd?.units?.map(({ name }) => name)).toEqual(["var-lib-data.mount", "docker.service"]);
  expect(result.positionOf("storage.files.0")).toEqual({ line: 10, column: 7 });
  expect(result.positionOf("storage.files.1")).toEqual({ line: 14, column: 7 });
  expect(result.positionOf("systemd.units.0")).toEqual({ line: 8, column: 24 });
  expect(result.positionOf("systemd.units.1")).toEqual({ line: 17, column: 7 });
});

test("there is no place in what is no text, and none after an error", () => {
  expect(translateButaneObject({ storage: { files: [{ path: "/a" }] } }).positionOf("storage.files.0")).toBeUndefined();
  expect(
    translateButane("variant: flatcar\nversion: 1.1.0\nstorage: {files: [{path: a}]}\n").positionOf("storage.files.0"),
  ).toBeUndefined();
});
