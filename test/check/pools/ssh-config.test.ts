import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { Host } from "../../../lib/check/pools/hosts";
import { sshConfig } from "../../../lib/check/pools/ssh-config";
import { which } from "../../integration/harness/exec";
import { runFine, withScratch } from "../../support/project";

const host = (name: string, address: string, alias?: string): Host =>
  ({ name, ...(alias === undefined ? {} : { alias }), address: { address, scope: "public" } }) as Host;

const HOSTS = [host("x-a", "192.0.2.1", "a"), host("x-b", "2001:db8::2")];

test("each host is a block with its names, its address and the user of every Flatcar image", () => {
  expect(sshConfig(HOSTS)).toBe(`Host x-a a
  HostName 192.0.2.1
  User core

Host x-b
  HostName 2001:db8::2
  User core
`);
  expect(sshConfig([])).toBe("");
});

test.runIf(which("ssh") !== undefined)("ssh itself reads it: by name and by alias, and leaves others alone", () => {
  withScratch((folder) => {
    const file = path.join(folder, "config");
    fs.writeFileSync(file, sshConfig(HOSTS));
    const settings = (name: string): string[] =>
      runFine("ssh", ["-G", "-F", file, name])
        .split("\n")
        .filter((line) => /^(hostname|user) /.test(line))
        .sort();
    expect(settings("x-a")).toEqual(["hostname 192.0.2.1", "user core"]);
    expect(settings("a")).toEqual(["hostname 192.0.2.1", "user core"]);
    expect(settings("x-b")).toEqual(["hostname 2001:db8::2", "user core"]);
    expect(settings("b")).toContain("hostname b");
  });
});
