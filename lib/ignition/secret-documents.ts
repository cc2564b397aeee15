import { isLiteralSecret } from "./secret-literal";
import { SecretFinder, SecretSpan, matchesOf } from "./secret-span";

/**
 * Secrets that are known by the document they are in: a value that says nothing by itself, in a file that is known by its shape.
 * A value in quotes may have them escaped, as in a string within a string.
 */
export function* documentSecrets(text: string): Generator<SecretSpan> {
  for (const { inside, find } of DOCUMENTS) {
    if (inside.test(text)) yield* find(text);
  }
  yield* kubernetesSecrets(text);
  yield* passwordFile(text);
}

const QUOTE = String.raw`\\{0,7}["']`;
/** `"name": "value"` and `name: value`. */
function field(name: string, value: string): RegExp {
  return new RegExp(String.raw`(?<![\w.-])${name}(?:${QUOTE})?\s{0,8}[:=]\s{0,8}(?:${QUOTE})?(?<secret>${value})`);
}

interface Document {
  /** What every document of the sort has. */
  readonly inside: RegExp;
  readonly find: SecretFinder;
}

const KUBECONFIG = /\bkind\\{0,7}["']?\s{0,8}:\s{0,8}\\{0,7}["']?Config\b/;

const DOCUMENTS: readonly Document[] = [
  // https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
  { inside: KUBECONFIG, find: matchesOf("a kubeconfig with a token", field("token", String.raw`[^\s"'\\,}]+`), isLiteralSecret) },
  // https://cloud.google.com/iam/docs/keys-create-delete
  {
    inside: /["']service_account\\{0,7}["']|["']external_account_authorized_user\\{0,7}["']/,
    find: matchesOf("a key of a Google service account", field("(?:private_key|refresh_token)", String.raw`[^"']+`), isLiteralSecret),
  },
  // https://www.rfc-editor.org/rfc/rfc7518#section-6: d is private, k is symmetric
  {
    inside: /["']kty\\{0,7}["']/,
    find: matchesOf("a private JSON Web Key", new RegExp(String.raw`${QUOTE}[dk]${QUOTE}\s{0,8}:\s{0,8}${QUOTE}(?<secret>[\w-]{16,})`)),
  },
  // https://docs.docker.com/reference/cli/docker/login/ and https://docs.npmjs.com/cli/configuring-npm/npmrc: base64 of user:password
  { inside: /auth/, find: matchesOf("a login of a registry", field("_?auth", String.raw`[A-Za-z0-9+/]{8,}={0,2}`), isLogin) },
  {
    inside: /auth/,
    find: matchesOf(
      "a login of a registry",
      field("(?:identitytoken|registrytoken|_authToken)", String.raw`[^\s"'\\]{8,}`),
      isLiteralSecret,
    ),
  },
  // https://man.archlinux.org/man/wg.8#CONFIGURATION_FILE_FORMAT and systemd.netdev(5): 32 bytes
  {
    inside: /PrivateKey|PresharedKey/i,
    find: matchesOf("a WireGuard key", /(?<![\w-])(?:Private|Pre-?Shared)-?Key\s{0,8}[=:]\s{0,8}["']?(?<secret>[A-Za-z0-9+/]{43}=)/i),
  },
  // Serf, Consul and Nomad, https://developer.hashicorp.com/consul/docs/secure/encryption/gossip: 16, 24 or 32 bytes
  {
    inside: /encrypt/,
    find: matchesOf(
      "a gossip encryption key",
      field("encrypt", "(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{32}|[A-Za-z0-9+/]{22}==)(?![A-Za-z0-9+/=])"),
    ),
  },
  // https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file/acl#acl_tokens
  {
    inside: /\btokens\\{0,7}["']?\s{0,8}[:=]?\s{0,8}\{/,
    find: matchesOf(
      "a Consul token",
      field(
        "(?:initial_management|default|agent|agent_recovery|replication|config_file_service_registration|dns)",
        "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
      ),
    ),
  },
  // https://www.rfc-editor.org/rfc/rfc9850
  {
    inside: /CLIENT_RANDOM|_SECRET/,
    find: matchesOf(
      "a TLS session key",
      /\b(?:CLIENT_RANDOM|(?:CLIENT|SERVER)_(?:EARLY_|HANDSHAKE_)?TRAFFIC_SECRET(?:_[0-9])?|(?:EARLY_)?EXPORTER_SECRET|ECH_SECRET) [0-9a-fA-F]{64} (?<secret>[0-9a-fA-F]{64,})/,
    ),
  },
  // https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html
  {
    inside: /\bmachine\b|^default\b/m,
    find: matchesOf(
      "a login of .netrc",
      /\b(?:machine\s{1,8}\S{1,256}|default)\s{1,8}login\s{1,8}\S{1,256}\s{1,8}password\s{1,8}(?<secret>\S+)/,
      isLiteralSecret,
    ),
  },
  // <password>…</password>
  {
    inside: /<\/(?:\w{1,64}:)?\w{0,64}(?:password|secret|token|passphrase)>/i,
    find: matchesOf(
      "a password",
      /<(?:\w{1,64}:)?\w{0,64}(?:password|secret|token|passphrase)>(?<secret>[^<>\n]{1,1024})<\//i,
      isLiteralSecret,
    ),
  },
];

/** Whether base64 is of `user:password`. */
function isLogin(secret: string): boolean {
  return /^[\x20-\x39\x3b-\x7e]+:[\x20-\x7e]+$/.test(Buffer.from(secret, "base64").toString("latin1"));
}

const SECRET = /^[ \t]*(?:- )?["']?kind["']?[ \t]*:[ \t]*["']?Secret["']?[ \t]*,?\r?$/;
const DATA = /^(?<indent>[ \t]*)["']?(?:data|stringData)["']?[ \t]*:[ \t]*(?<flow>\{?)/;
const ENTRY = /^[ \t]*["']?[\w.-]{1,253}["']?[ \t]*:[ \t]*(?<value>.*)$/d;

/** The values of Kubernetes Secrets in YAML or JSON over several lines, https://kubernetes.io/docs/concepts/configuration/secret/ */
function* kubernetesSecrets(text: string): Generator<SecretSpan> {
  if (!/\bSecret\b/.test(text)) return;
  let offset = 0;
  for (const document of text.split(/(?<=\n)(?=---)/)) {
    const lines = document.split("\n");
    if (lines.some((line) => SECRET.test(line))) yield* dataOf(lines, offset);
    offset += document.length;
  }
}

function* dataOf(lines: readonly string[], offset: number): Generator<SecretSpan> {
  let depth: number | undefined;
  for (const line of lines) {
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    if (depth !== undefined && line.trim() !== "" && indent <= depth) depth = undefined;
    if (depth === undefined) {
      const data = DATA.exec(line);
      if (data !== null) depth = indent;
    } else {
      const entry = ENTRY.exec(line);
      const start = entry?.indices?.groups?.value[0] ?? indent;
      if (isLiteralSecret(line.slice(start).replace(/^[|>][-+0-9]*$/, "")))
        yield { start: offset + start, end: offset + line.length, kind: "a Kubernetes Secret" };
    }
    offset += line.length + 1;
  }
}

const PASSWORD_LINE = /^[^\s:#]{1,255}:(?:[0-9]{1,5}|\*):[^:\n]{1,64}:[^:\n]{1,64}:(?<secret>(?:[^:\\]|\\.)+)$/d;

/** `.pgpass`: a text whose lines all are host, port, database, user and password, https://www.postgresql.org/docs/current/libpq-pgpass.html */
function* passwordFile(text: string): Generator<SecretSpan> {
  const spans: SecretSpan[] = [];
  let offset = 0;
  for (const line of text.split("\n")) {
    const match = PASSWORD_LINE.exec(line);
    if (match === null && line.trim() !== "" && !line.startsWith("#")) return;
    const [start, end] = match?.indices?.groups?.secret ?? [0, 0];
    if (isLiteralSecret(line.slice(start, end))) spans.push({ start: offset + start, end: offset + end, kind: "a password of .pgpass" });
    offset += line.length + 1;
  }
  yield* spans;
}
