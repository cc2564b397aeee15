/** What bytes that are no text are, by how they begin; undefined where they are not known to be secret. */
export function secretBytes(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString("latin1");
  return BEGINNINGS.find(([pattern]) => pattern.test(head))?.[1];
}

const HEAD = 128;

// A SEQUENCE of DER with its length, https://www.rfc-editor.org/rfc/rfc5208 (PKCS #8), https://www.rfc-editor.org/rfc/rfc8017#appendix-A.1.2 (RSA),
// https://www.rfc-editor.org/rfc/rfc5915 (EC), https://www.rfc-editor.org/rfc/rfc7292 (PKCS #12). Certificates and public keys begin otherwise.
const SEQUENCE = String.raw`\x30(?:\x83[^]{3}|\x82[^]{2}|\x81[^]|[\x00-\x7f])`;
const VERSION_0 = String.raw`\x02\x01\x00`;
const BEGINNINGS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [new RegExp(String.raw`^${SEQUENCE}${VERSION_0}${SEQUENCE}\x06`), "a private key (PKCS #8)"],
  [new RegExp(String.raw`^${SEQUENCE}\x02\x01\x01${SEQUENCE}\x06`), "a private key (PKCS #8)"],
  [new RegExp(String.raw`^${SEQUENCE}${VERSION_0}\x02[\x40-\x7f\x81\x82]`), "a private key (RSA)"],
  [new RegExp(String.raw`^${SEQUENCE}\x02\x01\x01\x04[\x14-\x7f]`), "a private key (EC)"],
  // PBES2 and the older schemes of PKCS #5
  [new RegExp(String.raw`^${SEQUENCE}${SEQUENCE}\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05`), "an encrypted private key (PKCS #8)"],
  [new RegExp(String.raw`^${SEQUENCE}\x02\x01\x03\x30`), "a key store (PKCS #12)"],
  [/^\xfe\xed\xfe\xed\x00\x00\x00[\x01\x02]/, "a key store (Java)"],
  // https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
  [/^openssh-key-v1\x00/, "an OpenSSH private key"],
  // Packet tags 5 and 7, version 4 to 6, a time of creation from 1996 to 2064, a known algorithm: https://www.rfc-editor.org/rfc/rfc9580#section-5.5
  [
    /^(?:\x94[^]|\x9c[^]|[\x95\x9d][^]{2}|[\xc5\xc7](?:[\x00-\xbf]|[\xc0-\xdf][^]|\xff[^]{4}))[\x04-\x06][\x30-\xb0][^]{3}[\x01-\x03\x10-\x13\x16\x19-\x1c]/,
    "a PGP private key",
  ],
  // https://gitlab.com/cryptsetup/cryptsetup/-/wikis/LUKS-standard/on-disk-format.pdf: what unlocks the volume, behind a passphrase
  [/^(?:LUKS|SKUL)\xba\xbe/, "a LUKS header"],
  // https://web.mit.edu/kerberos/krb5-latest/doc/formats/keytab_file_format.html
  [/^\x05\x02\x00\x00\x00[\x10-\xff]\x00[\x01-\x04]\x00/, "a Kerberos keytab"],
  // https://keepass.info/help/kb/kdbx.html
  [/^\x03\xd9\xa2\x9a[\x65-\x67]\xfb\x4b\xb5/, "a KeePass database"],
];
