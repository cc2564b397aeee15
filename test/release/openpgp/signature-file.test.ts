import fc from "fast-check";
import * as openpgp from "openpgp";
import { beforeAll, expect, test } from "vitest";
import { FlatcarError } from "../../../lib/errors";
import { OpenPgp } from "../../../lib/release/openpgp/library";
import { MAX_SIGNATURE_BYTES } from "../../../lib/release/openpgp/signature-error";
import { readSignatureFile } from "../../../lib/release/openpgp/signature-file";
import { rejected } from "../rejected";
import { armored, bytesOf, detached, fileOf, makeKey, part, signaturePacket } from "./keys";

let pgp: OpenPgp;
let key: openpgp.PrivateKey;
let signature: Uint8Array;
beforeAll(async () => {
  pgp = await OpenPgp.load();
  key = await makeKey([{}]);
  signature = await detached(part(key, 1), "data");
});

const read = (bytes: Uint8Array): Promise<readonly openpgp.SignaturePacket[]> => readSignatureFile(pgp, bytes, "file.sig");
const code = async (bytes: Uint8Array): Promise<string> => (await rejected(read(bytes))).code;

test("binary and armored signatures are read in their order", async () => {
  const two = fileOf(
    await signaturePacket(part(key, 1), bytesOf("a"), { at: 2 }),
    await signaturePacket(part(key, 0), bytesOf("b"), { at: 3 }),
  );
  for (const bytes of [two, bytesOf(armored(two))]) {
    expect((await read(bytes)).map(({ created }) => created?.toISOString().slice(0, 10))).toEqual(["2024-01-03", "2024-01-04"]);
  }
});

test("an empty file, white space, a page, JSON and an empty block have no signature", async () => {
  const empty = "-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n";
  for (const text of ["", " \n", "<!DOCTYPE html>\n<html>", '{"error":"not found"}', empty])
    expect(await code(bytesOf(text)), text).toBe("signature-missing");
});

test("what came is told of in its first printable characters", async () => {
  const { received } = await rejected(read(bytesOf(`<html>\n${"x".repeat(100)}`)));
  expect(received).toBe(`<html>.${"x".repeat(53)}…`);
});

test("packets that are no signatures are refused: data, keys, text that is compressed or encrypted", async () => {
  const message = await openpgp.createMessage({ text: "data" });
  const signed = await openpgp.sign({ message, signingKeys: key, format: "binary" });
  const locked = await openpgp.encrypt({ message, passwords: "x", format: "binary" });
  for (const bytes of [message.write(), key.toPublic().write(), signed, locked, Buffer.concat([signature, message.write()])]) {
    expect(await code(bytes as Uint8Array)).toBe("signature-malformed");
  }
});

test("a signature of a version that is not known is passed over beside one that is, and alone refused", async () => {
  const version3 = Buffer.from(signature);
  version3[version3.length > 192 + 2 ? 3 : 2] = 3;
  expect(await code(version3)).toBe("signature-malformed");
  expect(await read(Buffer.concat([version3, signature]))).toHaveLength(1);
});

test("a signature that is broken spoils the file, also beside a good one", async () => {
  const broken = Buffer.from(signature);
  // It says that nothing of it is signed with the data, not even when it was made.
  broken.fill(0, 2 + 4, 2 + 6);
  expect(await code(broken)).toBe("signature-malformed");
  expect(await code(Buffer.concat([signature, broken]))).toBe("signature-malformed");
});

test("more bytes than any signature has are not looked at", async () => {
  const large = Buffer.alloc(10_000_000, signature);
  const error = await rejected(read(large));
  expect([error.code, error.received]).toEqual(["signature-malformed", "10000000 bytes"]);
  expect(
    await read(Buffer.concat(Array.from({ length: Math.floor(MAX_SIGNATURE_BYTES / signature.length) }, () => signature))),
  ).not.toHaveLength(0);
});

test("a signature cut off anywhere is refused", async () => {
  for (let length = 1; length < signature.length; length++)
    expect(await code(signature.subarray(0, length)), `${length} bytes`).toBe("signature-malformed");
});

test("signatures nested in signatures as deep as a file can hold are refused or read, and never break the reader", async () => {
  // Each holds the next one as its embedded signature, among what is not signed.
  const nested = (inner: Buffer): Buffer => {
    const length = inner.length + 1;
    const head = Buffer.from([4, 0, 22, 10, 0, 6, 5, 2, 0x65, 0x92, 0, 0x80]);
    const subpacket = Buffer.concat([
      Buffer.from([255, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255, 32]),
      inner,
    ]);
    const size = Buffer.from([(subpacket.length >>> 8) & 255, subpacket.length & 255]);
    return Buffer.concat([head, size, subpacket, Buffer.from([0, 0, 0, 1, 1, 0, 1, 1])]);
  };
  let body: Buffer = Buffer.from([4, 0x19, 22, 10, 0, 6, 5, 2, 0x65, 0x92, 0, 0x80, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1]);
  for (let depth = 0; body.length < 65_000; depth++) body = nested(body);
  const header = Buffer.from([0xc2, 255, 0, 0, body.length >>> 8, body.length & 255]);
  const outcome = await read(Buffer.concat([header, body])).then(
    (packets) => packets.length,
    (e: unknown) => (FlatcarError.isFlatcarError(e) ? e.code : e),
  );
  expect([1, "signature-malformed"]).toContain(outcome);
});

test("any bytes are refused with an error of ours, or read", async () => {
  const changed = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
  const mutated = fc.array(changed, { minLength: 1, maxLength: 5 }).map((changes) => {
    const bytes = Buffer.from(signature);
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
    return bytes;
  });
  const headed = fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.concat([Buffer.from([0xc2]), bytes]));
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 400 }), headed, mutated), async (bytes) => {
      try {
        for (const packet of await read(bytes)) expect(packet.created).toBeInstanceOf(Date);
      } catch (e) {
        expect(FlatcarError.isFlatcarError(e)).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});
