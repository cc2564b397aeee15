import { expect, test } from "vitest";
import { weaknessOf } from "../../../lib/check/rules/password-hash";

test.each([
  ["$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/", "md5crypt"],
  ["$md5,rounds=5000$GUBv0xjJ$$mSwgIswdjlTY0YxV7HBVm0", "sunmd5"],
  ["$sha1$480000$saltsalt$aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "sha1crypt"],
  ["$3$$8846f7eaee8fb117ad06bdd830b7586c", "NT"],
  ["_J9..CCCCXBrJUJV154M", "bsdicrypt"],
  ["rEK1ecacw.7.c", "descrypt"],
  ["qiyh4XPJGsOZ2MEAyLkfWqeQ", "bigcrypt"],
  ["!$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/", "md5crypt"],
  ["changeme", "by no known method"],
  ["$argon2id$v=19$m=65536,t=2,p=1$c2FsdA$aGFzaA", "by no known method"],
])("%s is weak: %s", (hash, weakness) => expect(weaknessOf(hash)).toBe(weakness));

test.each([
  `$6$rounds=4096$salt$${"a".repeat(86)}`,
  `$5$salt$${"a".repeat(43)}`,
  `$2b$10$${"a".repeat(53)}`,
  `$y$j9T$salt$${"a".repeat(43)}`,
  `$gy$j9T$salt$${"a".repeat(43)}`,
  `$7$DU..../....salt$${"a".repeat(43)}`,
  `!$6$salt$${"a".repeat(86)}`,
])("%s is strong", (hash) => expect(weaknessOf(hash)).toBeUndefined());

test.each(["", "*", "!", "!!", "x", "${var.hash}"])("%j is no hash that could be weak", (text) => expect(weaknessOf(text)).toBeUndefined());
