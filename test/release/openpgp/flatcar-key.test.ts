import { expect, test } from "vitest";
import { TrustedKey } from "../../../lib/release/openpgp";
import { FLATCAR_FINGERPRINT } from "../../../lib/release/openpgp/flatcar-key";

const day = (date: Date | undefined): string | undefined => date?.toISOString().slice(0, 10);

test("the key of Flatcar's releases is the one with the fingerprint that its project publishes", async () => {
  const key = await TrustedKey.flatcar();
  expect(key.primaryFingerprint).toBe("F88CFEDEFF29A5B4D9523864E25D9AED0593B34A");
  expect(FLATCAR_FINGERPRINT).toBe(key.primaryFingerprint);
});

test("the key lets nine subkeys sign, each from its first day to its last, and itself", async () => {
  const [primary, ...signingKeys] = (await TrustedKey.flatcar()).signingKeys;
  expect([primary.id, primary.isPrimary, primary.expires]).toEqual(["E25D9AED0593B34A", true, undefined]);
  expect(signingKeys.map(({ id, created, expires }) => [id, day(created), day(expires)])).toEqual([
    ["B51DE377064D542D", "2018-02-26", "2019-02-26"],
    ["603443A1D0FC498C", "2018-03-14", "2019-03-14"],
    ["A8ABF005896E394F", "2018-09-26", "2019-09-26"],
    ["3BC20FF8AF9CF1AF", "2019-09-30", "2020-09-29"],
    ["5B2910CBFCBEAB91", "2020-08-28", "2021-08-28"],
    ["961DDDD5250D4A42", "2021-08-10", "2022-08-10"],
    ["EDBDF411267EC954", "2022-08-11", "2023-08-11"],
    ["85F7C8868837E271", "2023-03-07", "2025-03-06"],
    ["32DA80F91EF52974", "2025-03-07", "2027-03-08"],
  ]);
  expect(signingKeys[8].fingerprint).toBe("52F145DFD00BBDCD928CBB5A32DA80F91EF52974");
});

test("the two subkeys of 2018 that were revoked as compromised have never signed anything", async () => {
  const { signingKeys } = await TrustedKey.flatcar();
  const revoked = signingKeys.filter(({ revocations }) => revocations.length > 0);
  expect(revoked.map(({ id, revocations }) => [id, revocations.map(({ isHard }) => isHard)])).toEqual([
    ["B51DE377064D542D", [true]],
    ["603443A1D0FC498C", [true]],
  ]);
});

test("the key's end is told of from 60 days before the last subkey's on, and after it", async () => {
  const key = await TrustedKey.flatcar();
  const at = (text: string): string | undefined => key.expiryWarning(new Date(text));
  expect(at("2026-11-25")).toBeUndefined();
  expect(at("2027-01-07T01:00:00Z")).toBeUndefined();
  expect(at("2027-01-08")).toMatch(
    /^the last signing key 52F145DFD00BBDCD928CBB5A32DA80F91EF52974 of F88C[0-9A-F]{36} expires at 2027-03-08T\d\d:\d\d:\d\dZ, and what will be signed after that is refused: update cdktf-flatcar$/,
  );
  expect(at("2027-06-01")).toContain("expired at 2027-03-08T");
});
