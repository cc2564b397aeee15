import { expect, test } from "vitest";
import { hashSecrets, isPasswordHash } from "../../lib/ignition/secret-hashes";
import { noise } from "./planted-secrets";

const found = (text: string): string[] => [...hashSecrets(text)].map(({ start, end }) => text.slice(start, end));

test.each([
  ["md5crypt", `$1$${noise(8)}$${noise(22)}`],
  ["sha256crypt", `$5$${noise(16)}$${noise(43)}`],
  ["sha512crypt with rounds", `$6$rounds=656000$${noise(16)}$${noise(86)}`],
  ["bcrypt", `$2b$12$${noise(53)}`],
  ["yescrypt", `$y$j9T$${noise(22)}$${noise(43)}`],
  ["gost-yescrypt", `$gy$j9T$${noise(22)}$${noise(43)}`],
  ["scrypt", `$7$CU..../....${noise(20)}$${noise(43)}`],
  ["argon2", `$argon2id$v=19$m=65536,t=3,p=4$${noise(22)}$${noise(43)}`],
  ["LDAP's salted SHA", `{SSHA}${noise(38)}==`],
  ["PostgreSQL's", `SCRAM-SHA-256$4096:${noise(22)}==$${noise(43)}=:${noise(43)}=`],
])("a hash of %s is one", (_, hash) => {
  expect(found(`core:${hash}:1\n`)).toEqual([hash]);
});

test("in a line of shadow any hash is one, and a mark of no login is none", () => {
  expect(found(`core:${noise(13)}:19000:0:99999:7:::\n`)).toEqual([noise(13)]);
  expect(found(`core:!${noise(13)}:19000:0:99999:7:::\n`)).toEqual([noise(13)]);
  expect(found("core:*:19000:0:99999:7:::\nroot:!!:19000:0:99999:7:::\n")).toEqual([]);
  expect(found(`core:${noise(13)}:500:500::/home/core:/bin/bash\n`)).toEqual([]);
});

test("sums of files and prices are none", () => {
  expect(found(`${noise(128, "0123456789abcdef")} a\n$1$ $6$x$y $5.00 $2b$`)).toEqual([]);
});

test("a passwordHash of marks alone is none", () => {
  expect(["", "*", "!", "!!", "!*", "x", " "].map(isPasswordHash)).toEqual(Array(7).fill(false));
  expect([`$6$a$${noise(86)}`, "!$6$a$b", "hunter2", "${TfToken[TOKEN.1]}"].map(isPasswordHash)).toEqual(Array(4).fill(true));
});
