import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Content, makeSigningKeys, type SigningKeys, signingKeys } from ".";
import { armoredSignature, clearSigned, detachedSignature } from "./signing";

const HOUR = "T12:00:00Z";

interface Verdict {
  readonly status: number | null;
  readonly text: string;
}

/** A home of gpg that knows one key, and is gone with its daemons after the test. */
function gpgHome(publicKey: string): (now: string, ...args: string[]) => Verdict {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), "gpg-"));
  onTestFinished(() => {
    spawnSync("gpgconf", ["--homedir", home, "--kill", "all"]);
    fs.rmSync(home, { recursive: true, force: true });
  });
  const run = (now: string, ...args: string[]): Verdict => {
    const time = now.replace(/[-:]/g, "").replace("Z", "!");
    const options = ["--homedir", home, "--batch", "--no-autostart", "--status-fd", "1", "--faked-system-time", time];
    const done = spawnSync("gpg", [...options, ...args], { cwd: home, encoding: "utf8" });
    return { status: done.status, text: done.stdout + done.stderr };
  };
  fs.writeFileSync(path.join(home, "key.asc"), publicKey);
  expect(run(`2026-11-01${HOUR}`, "--import", "key.asc").status).toBe(0);
  return (now, ...args) => {
    args.forEach((arg, i) => fs.writeFileSync(path.join(home, `file-${i}`), arg));
    return run(now, "--verify", ...args.map((_, i) => `file-${i}`));
  };
}

/** What gpg says of a signature by one of the keys, made on a day. */
async function judged(keys: SigningKeys, name: Parameters<SigningKeys["signer"]>[0], made: string, now = "2026-11-01"): Promise<string> {
  const verify = gpgHome(keys.publicKey);
  const text = await clearSigned(keys.signer(name), "a text\n", new Date(`${made}${HOUR}`));
  const words = [...verify(`${now}${HOUR}`, text).text.matchAll(/^\[GNUPG:\] (GOODSIG|EXPKEYSIG|REVKEYSIG|BADSIG|ERRSIG|VALIDSIG)/gm)];
  return words.map(([, word]) => word).join(" ");
}

test("gpg takes clear-signed texts, and knows their signing subkey and its primary key", async () => {
  const keys = await signingKeys();
  const verify = gpgHome(keys.publicKey);
  const signed = await clearSigned(keys.signer("current"), "first\n- dashed\n  trailing  \n\nlast\n", new Date(`2026-08-13${HOUR}`));
  const { status, text } = verify(`2026-11-01${HOUR}`, signed);
  expect(status).toBe(0);
  expect(text).toMatch(new RegExp(`VALIDSIG ${keys.signer("current").fingerprint} .* ${keys.primaryFingerprint}`));
  expect(verify(`2026-11-01${HOUR}`, signed.replace("last", "lost")).text).toContain("BADSIG");
});

test.each(["primary", "current", "previous"] as const)("gpg takes detached signatures by the %s key of data of any size", async (name) => {
  const keys = await signingKeys();
  const verify = (signature: string | Uint8Array, data: Uint8Array): Verdict => {
    const home = fs.mkdtempSync(path.join(os.tmpdir(), "gpg-"));
    onTestFinished(() => fs.rmSync(home, { recursive: true, force: true }));
    fs.writeFileSync(path.join(home, "key.gpg"), keys.publicKeyBytes);
    fs.writeFileSync(path.join(home, "data"), data);
    fs.writeFileSync(path.join(home, "data.sig"), signature);
    const done = spawnSync("gpgv", ["--homedir", home, "--keyring", path.join(home, "key.gpg"), "data.sig", "data"], {
      cwd: home,
      encoding: "utf8",
    });
    return { status: done.status, text: done.stderr };
  };
  for (const size of [0, 1, 1000, 3 * 1024 * 1024 + 17]) {
    const content = Content.seeded("data", size);
    const date = new Date(`2024-08-13${HOUR}`);
    if (name === "current") date.setUTCFullYear(2026);
    const data = await content.all();
    for (const make of [detachedSignature, armoredSignature]) {
      const signature = await make(keys.signer(name), content, date);
      const verdict = verify(signature, data);
      expect(verdict, verdict.text).toMatchObject({ status: 0 });
      if (size > 0) expect(verify(signature, data.subarray(1)).text).toContain("BAD signature");
    }
  }
});

test("gpg knows which keys have expired and which were revoked", async () => {
  const keys = await signingKeys();
  expect(await judged(keys, "current", "2026-08-13")).toBe("GOODSIG VALIDSIG");
  expect(await judged(keys, "previous", "2024-08-13")).toContain("EXPKEYSIG VALIDSIG");
  expect(await judged(keys, "first", "2022-01-01")).toContain("EXPKEYSIG VALIDSIG");
  expect(await judged(keys, "superseded", "2023-01-01", "2023-06-01")).toContain("REVKEYSIG VALIDSIG");
  expect(await judged(keys, "compromised", "2024-07-01")).toContain("REVKEYSIG VALIDSIG");
  expect(await judged(keys, "foreign", "2026-08-13")).toBe("ERRSIG");
});

test("each feed has keys of its own", async () => {
  const [mine, other] = [await signingKeys(), await makeSigningKeys()];
  expect(await signingKeys()).toBe(mine);
  expect(other.primaryFingerprint).not.toBe(mine.primaryFingerprint);
});

test("the feed signs with the key of its day", async () => {
  const keys = await signingKeys();
  const named = (date: string): string => keys.signerAt(new Date(date)).name;
  expect(["2020-01-01", "2022-01-01", "2022-09-01", "2024-07-01", "2026-08-13"].map(named)).toEqual([
    "primary",
    "first",
    "superseded",
    "previous",
    "current",
  ]);
});
