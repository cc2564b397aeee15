import { afterAll, beforeAll, expect, test } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { TrustedKey, signatureVerifier, type SignatureVerifier } from "../../../lib/release/openpgp";
import { requires } from "../../integration/harness";
import { type Day, Gpg, type GpgVerdict } from "./gpg";
import { mutated } from "./mutations";

const NOW: Day = "2024-08-01";
const CASES = 300;
const DATA = Buffer.from("FLATCAR_VERSION=4593.2.5\n");
const TEXT = "# SHA512 HASH\n0123  file\n- a dash\n-----BEGIN PGP SIGNATURE-----\n\nFrom here  \nlast\n";

/** What gpg takes and we do not. */
const STRICTER: readonly { readonly code: string; readonly allowed: RegExp; readonly because: string }[] = [
  {
    code: "signature-malformed",
    allowed: /^Base64 of one block$|^an empty line between/,
    because: "gpg leaves out what is no Base64 and goes on, also after a checksum: two files that differ would be one signature",
  },
  {
    code: "signature-malformed",
    allowed: /^-----BEGIN PGP SIGNATURE-----$|^nothing before the signed message$|^-----END PGP SIGNATURE----- as the last line$/,
    because: "gpg passes over what stands around a block, or goes without its last line: people take for signed what stands in the file",
  },
  {
    code: "signature-malformed",
    allowed: /^a line -----BEGIN PGP SIGNATURE----- after the text$|^headers such as|^armor headers such as|^hyphens at the beginning/,
    because: "gpg takes lines that only begin as those of a block do, unknown headers, and lines that are not escaped",
  },
  {
    code: "signature-malformed",
    allowed: /^a text in UTF-8$/,
    because: "what is signed here is text, and gpg passes over bytes between blocks",
  },
  { code: "signature-missing", allowed: /^a clear-signed text$/, because: "gpg takes a first line that only begins as it should" },
  {
    code: "signature-malformed",
    allowed: /^an OpenPGP signature, binary or armored$/,
    because: "gpg reads packets of more bytes than they say they have, and passes over those that it does not know",
  },
  {
    code: "signature-foreign",
    allowed: /a subkey that it lets sign$/,
    because: "where a signature names two keys, gpg takes the one that is signed: what names no one key is nobody's",
  },
  {
    code: "signature-malformed",
    allowed: /^no demands on its reader/,
    because: "gpg knows more kinds of subpackets: here none counts that is not signed, so none may be critical",
  },
  {
    code: "signature-wrong",
    allowed: /^the data that was signed, to the byte$/,
    because: "gpg does not look at the first two bytes of the digest, which a signature has in clear",
  },
];

/** After a good signature it says that there is none, where Base64 ends without a filler and a checksum: https://dev.gnupg.org/T7071 */
function isGpgsMistake({ words }: GpgVerdict): boolean {
  return words[0] === "NODATA" && words.includes("GOODSIG") && words.filter((word) => word === "NODATA").length === 2;
}

requires("gpg")("changed signatures", () => {
  let gpg: Gpg;
  let verifier: SignatureVerifier;
  const detached: Uint8Array[] = [];
  const armored: Uint8Array[] = [];
  const clear: Uint8Array[] = [];

  beforeAll(async () => {
    gpg = new Gpg();
    const primary = gpg.primary("2024-01-01", "rsa4096");
    for (const algorithm of ["rsa4096", "ed25519"]) {
      const subkey = gpg.subkey("2024-01-01", primary, algorithm, "1y");
      detached.push(gpg.sign("2024-06-01", subkey, DATA, "--detach-sign"));
      armored.push(gpg.sign("2024-06-01", subkey, DATA, "--detach-sign", "--armor"));
      clear.push(gpg.sign("2024-06-01", subkey, TEXT, "--clear-sign"));
    }
    verifier = signatureVerifier(await TrustedKey.parse(gpg.export(primary), "key.gpg"), () => new Date(NOW));
  });

  afterAll(() => gpg.remove());

  test.each(["detached", "armored", "clear", "data"] as const)(
    "what gpg refuses of %s we refuse, and what we refuse beside that has its reason",
    async (kind) => {
      const originals = { detached, armored, clear, data: [DATA] }[kind];
      const count = { taken: 0, refused: 0 };
      const unexplained: string[] = [];
      for (let seed = 0; seed < CASES; seed++) {
        const { how, bytes } = mutated(seed, originals[seed % originals.length], kind !== "detached");
        const theirs =
          kind === "clear" ? gpg.verify(NOW, bytes) : kind === "data" ? gpg.verify(NOW, detached[0], bytes) : gpg.verify(NOW, bytes, DATA);
        const error = await refusal(
          kind === "clear"
            ? verifier.clearSigned(bytes, "f")
            : kind === "data"
              ? verifier.detached(bytes, detached[0], "f")
              : verifier.detached(DATA, bytes, "f"),
        );
        count[error === undefined ? "taken" : "refused"]++;
        if (error === undefined && !theirs.isGood && !isGpgsMistake(theirs))
          unexplained.push(`${seed}: ${how}: gpg refuses it: ${theirs.words.join(" ")}`);
        if (error === undefined || !theirs.isGood || isExplained(error)) continue;
        unexplained.push(`${seed}: ${how}: gpg takes it: ${error.message}`);
      }
      expect(unexplained).toEqual([]);
      expect(count.refused).toBeGreaterThan(CASES / 4);
      expect(count.taken).toBeGreaterThan(kind === "data" ? 0 : CASES / 50);
    },
  );
});

/** The error of ours; anything else fails the test. */
async function refusal(verification: Promise<unknown>): Promise<FlatcarError | undefined> {
  try {
    await verification;
    return undefined;
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return e;
    throw e;
  }
}

function isExplained({ code, allowed }: FlatcarError): boolean {
  return STRICTER.some((one) => one.code === code && one.allowed.test(allowed));
}
