import { isLiteralSecret } from "./secret-literal";
import { secretNamed } from "./secret-names";

const KEY_FILES: readonly RegExp[] = [
  /(?:^|[-_.])key(?:\.(?:pem|der|bin|txt))?$/,
  /^(?:id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?|ssh_host_\w+_key)$/,
  /\.(?:p8|pk8|p12|pfx|jks|keystore|keytab|kdbx|ppk|keyfile)$/,
  /^(?:keyfile|\.erlang\.cookie|chrony\.keys|ntp\.keys)$/,
];
// https://systemd.io/CREDENTIALS/: of credstore.encrypted only the machine itself can read the files
const CREDENTIAL_STORE = /^\/(?:etc|run|usr\/lib)\/credstore\//;
// Of accounts one a line: what is behind the name is a hash, `x` or a mark of no login.
const ACCOUNTS = /htpasswd|^(?:passwd|g?shadow)-?$/;
const ACCOUNT = /^[^\s:#]{1,255}:(?<hash>[^:\s]{8,})/;

/**
 * What the name of a file says of contents that say nothing themselves: random bytes, one word, a value known only at apply. Contents that name
 * themselves (certificates, public keys) are left to their own words.
 *
 * @param text the contents as far as they are text; bytes of no encoding as latin1
 */
export function secretByPath(path: string, text: string): string | undefined {
  const contents = text.trim();
  if (contents === "") return undefined;
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const isWord = !/\s/.test(contents) && isLiteralSecret(contents);
  if (CREDENTIAL_STORE.test(path) && isLiteralSecret(contents)) return "a systemd credential";
  if (KEY_FILES.some((pattern) => pattern.test(name)) && !name.includes("pub") && isOpaque(contents))
    return "a key, by the name of the file";
  if (ACCOUNTS.test(name)) return contents.split("\n").some(isHashLine) ? "a password hash" : undefined;
  const stem = name.replace(/\.(?:txt|conf|cred|secret)$/, "");
  if (isWord && (secretNamed(stem) !== undefined || /\.secret$/.test(name))) return "a secret, by the name of the file";
  return undefined;
}

function isHashLine(line: string): boolean {
  const hash = ACCOUNT.exec(line)?.groups?.hash;
  return hash !== undefined && isLiteralSecret(hash);
}

/** Neither something in PEM nor a public key, a script or a pointer to a key elsewhere. */
function isOpaque(contents: string): boolean {
  return !/-----BEGIN |^(?:ssh|ecdsa|sk)-\S+ |^age1|^#!/.test(contents) && isLiteralSecret(contents);
}
