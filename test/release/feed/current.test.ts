import { expect, test } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { Channel } from "../../../lib/release";
import { readCurrent } from "../../../lib/release/feed/current";
import type { DocumentReader, SignedDocument } from "../../../lib/release/feed/document-reader";
import { feedLayout } from "../../../lib/release/feed/layout";
import { FLATCAR_FINGERPRINT } from "../../../lib/release/openpgp/flatcar-key";
import { rejected } from "../transport/serve";

type Read = string | FlatcarError;

const error = (code: string) => new FlatcarError({ code, subject: "a", received: 1, allowed: "b", mend: "c" });
const text = (version: string) => `FLATCAR_VERSION=${version}\n`;

/** Reads by what is there at the first and at the second time, for amd64 and for arm64. */
function reading(...times: [Read, Read][]) {
  return readingSigned("P", ...times);
}

/** The same, signed by a key with this fingerprint. */
function readingSigned(primaryFingerprint: string, ...times: [Read, Read][]) {
  const signature = { created: new Date(0), primaryFingerprint, signingFingerprint: "S" };
  let time = 0;
  const forgotten: string[] = [];
  const get = (url: string, missing: boolean): Promise<SignedDocument> => {
    const read = times[time][url.includes("/amd64-usr/") ? 0 : 1];
    if (read instanceof FlatcarError) {
      // Signatures are judged only of what is there.
      if ((read.code === "feed-missing") === missing) return Promise.reject(read);
      return Promise.resolve({ file: url, bytes: Buffer.from(""), signature });
    }
    return Promise.resolve({ file: url, bytes: Buffer.from(read), signature });
  };
  const reader = {
    plain: (url: string) => get(url, true),
    signed: (url: string) => get(url, false),
    forget: (url: string) => {
      forgotten.push(url);
      time = 1;
    },
  } as Pick<DocumentReader, "plain" | "signed" | "forget"> as DocumentReader;
  const work = readCurrent({ reader, layout: feedLayout("https://m.example"), channel: Channel.STABLE, settleMs: 1 });
  return { work, forgotten };
}

const versions = async (work: ReturnType<typeof reading>["work"]) => (await work).map((found) => `${found.architecture} ${found.version}`);

test("what both architectures name is the newest, and read once", async () => {
  const { work, forgotten } = reading([text("4593.2.5"), text("4593.2.5")]);
  expect(await versions(work)).toEqual(["amd64 4593.2.5", "arm64 4593.2.5"]);
  expect(forgotten).toEqual([]);
});

test("an architecture that is missing is left out, and all that are missing are an error", async () => {
  expect(await versions(reading([text("4593.2.5"), error("feed-missing")]).work)).toEqual(["amd64 4593.2.5"]);
  expect(await versions(reading([error("feed-missing"), text("4593.2.5")]).work)).toEqual(["arm64 4593.2.5"]);
  expect((await rejected(reading([error("feed-missing"), error("feed-missing")]).work)).code).toBe("feed-missing");
});

test("what does not fit together is read once more", async () => {
  const { work, forgotten } = reading([text("4593.2.5"), text("4593.2.4")], [text("4593.2.5"), text("4593.2.5")]);
  expect(await versions(work)).toEqual(["amd64 4593.2.5", "arm64 4593.2.5"]);
  expect(forgotten).toHaveLength(2);
  expect(await versions(reading([error("signature-wrong"), text("4593.2.5")], [text("4593.2.5"), text("4593.2.5")]).work)).toHaveLength(2);
});

test("what stays wrong is told", async () => {
  const moved = await rejected(reading([text("4593.2.5"), text("4593.2.4")], [text("4593.2.5"), text("4593.2.4")]).work);
  expect(moved).toMatchObject({ code: "feed-current-moved", received: "4593.2.5 on amd64, 4593.2.4 on arm64" });
  const wrong = error("signature-wrong");
  expect(await rejected(reading([wrong, text("4593.2.5")], [wrong, text("4593.2.5")]).work)).toBe(wrong);
});

test("other errors are told at once", async () => {
  for (const code of ["signature-foreign", "feed-refused"]) {
    const { work, forgotten } = reading([error(code), text("4593.2.5")]);
    expect((await rejected(work)).code).toBe(code);
    expect(forgotten).toEqual([]);
  }
});

test("a version of another channel is refused by the file it stands in", async () => {
  const found = await rejected(reading([text("4790.0.0"), text("4790.0.0")]).work);
  expect(found).toMatchObject({ code: "release-channel-contradicted", path: "https://m.example/stable/amd64-usr/current/version.txt" });
});

test("a build of a night is no release of Flatcar's, and may be one of somebody else's", async () => {
  const build: [Read, Read] = [text("4593.2.6+nightly-20260819-2100"), text("4593.2.6+nightly-20260819-2100")];
  expect(await rejected(readingSigned(FLATCAR_FINGERPRINT, build).work)).toMatchObject({
    code: "feed-replayed",
    received: "FLATCAR_VERSION=4593.2.6+nightly-20260819-2100",
    path: "https://m.example/stable/amd64-usr/current/version.txt",
  });
  expect(await versions(reading(build).work)).toHaveLength(2);
});
