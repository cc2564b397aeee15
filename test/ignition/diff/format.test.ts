import { expect, test } from "vitest";
import { IgnitionChangeKind, IgnitionConfig, dataUrl, diffIgnition, formatIgnitionDiff } from "../../../lib/ignition";

const before: IgnitionConfig = {
  ignition: { version: "3.4.0" },
  passwd: { users: [{ name: "core", sshAuthorizedKeys: ["ssh-ed25519 A"] }] },
  storage: {
    files: [
      { path: "/etc/motd", mode: 0o600, contents: { source: dataUrl("one\ntwo\n") } },
      { path: "/opt/tool", contents: { source: dataUrl(Uint8Array.of(0)) } },
    ],
  },
  systemd: { units: [{ name: "a.service", enabled: true }] },
};
const after: IgnitionConfig = {
  ignition: { version: "3.4.0" },
  passwd: { users: [{ name: "core", sshAuthorizedKeys: ["ssh-ed25519 B"] }] },
  storage: {
    files: [
      { path: "/etc/motd", contents: { source: dataUrl("one\nzwei\n") } },
      { path: "/opt/tool", contents: { source: "https://x/tool", verification: { hash: "sha256-x" } } },
    ],
    directories: [{ path: "/srv", user: { id: 500 } }],
  },
};

const TEXT = `~ user core
    sshAuthorizedKeys:
      - ssh-ed25519 A
      + ssh-ed25519 B

+ directory /srv
    user: 0 → 500

~ file /etc/motd
    contents: 8 bytes → 9 bytes
      @@ -1,2 +1,2 @@
       one
      -two
      +zwei
    mode: 0600 → 0644

~ file /opt/tool
    contents: 1 byte, sha256 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d → https://x/tool sha256-x

- unit a.service
    enabled: true → none
`;

test("each part is a paragraph, with its fields and the lines of its texts", () => {
  expect(formatIgnitionDiff(diffIgnition(before, after))).toBe(TEXT);
});

test("colours are those of a diff, and nothing else changes by them", () => {
  const text = formatIgnitionDiff(diffIgnition(before, after), { color: true });
  expect(text).toContain("\x1b[32m+ directory /srv\x1b[0m\n");
  expect(text).toContain("\x1b[31m      -two\x1b[0m\n");
  expect(text).toContain("\x1b[36m      @@ -1,2 +1,2 @@\x1b[0m\n");
  expect(text.replace(/\x1b\[\d+m/g, "")).toBe(TEXT);
});

test("nothing that differs is no text", () => {
  expect(formatIgnitionDiff({ changes: [] })).toBe("");
});

test("what differs in a secret alone is said", () => {
  const of = (salt: string): IgnitionConfig => ({ passwd: { users: [{ name: "a", passwordHash: `$6$${salt}$${"x".repeat(86)}` }] } });
  expect(formatIgnitionDiff(diffIgnition(of("a"), of("b")))).toBe("~ user a\n    passwordHash: *** → *** (secret in part)\n");
});

test("no contents steer the terminal", () => {
  const of = (text: string): IgnitionConfig => ({ storage: { files: [{ path: "/a\x1b[2J", contents: { source: dataUrl(text) } }] } });
  const text = formatIgnitionDiff(diffIgnition(of("a\r\n"), of("\x1b]0;x\x07\u202e\tb\r\n")));
  expect(text).toBe(
    "~ file /a\\x1b[2J\n    contents: 3 bytes → 13 bytes\n      @@ -1,1 +1,1 @@\n      -a\\r\n      +\\x1b]0;x\\a\\u202e\tb\\r\n",
  );
});

test("a section without a word of its own goes by its name", () => {
  expect(formatIgnitionDiff({ changes: [{ kind: IgnitionChangeKind.ADDED, section: "x.y", name: "z", fields: [] }] })).toBe("+ x.y z\n");
});
