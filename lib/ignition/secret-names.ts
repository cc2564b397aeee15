/** What every name of a secret has: a text without it has none. */
export const MAY_SAY_SECRET = /pass|pwd|pw$|psk|secret|token|key|hash/i;

// What the last words of a name say, https://www.freedesktop.org/software/systemd/man/latest/systemd.netdev.html and others have their own.
const NOUNS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/\bclient key data$/, "a kubeconfig with a client key"],
  [/\b(?:password|passwd|pass) hash$/, "a password hash"],
  [/(?:password|passwd|pwd)$/, "a password"],
  [/\b(?:pass|auth ?pass|user ?pass|db ?pass|root ?pass|key ?pass|store ?pass|require ?pass|root ?pw|bind ?pw)$/, "a password"],
  [/(?:pass ?phrase|\bpsk)$/, "a passphrase"],
  [/\bsecret ?access ?key$/, "an AWS secret access key"],
  [/\bclient ?secret$/, "a client secret"],
  [/secret$/, "a secret"],
  [/token$/, "a token"],
  [/\bpre ?shared ?key$/, "a preshared key"],
  [/\bprivate ?key$/, "a private key"],
  [/\bapi ?key$/, "an API key"],
  [
    /\b(?:access key|(?:auth|account|customer|deploy|encrypt|encryption|hmac|join|master|recovery|secret|session|setup|shared|signing|storage|ticket|unseal) ?key)$/,
    "a secret key",
  ],
];

// Whose it is, where the name says so too.
const OWNERS: readonly (readonly [pattern: RegExp, owner: string])[] = [
  [/\b(?:hcloud|hetzner)\b/, "a Hetzner Cloud"],
  [/\b(?:digitalocean|do)\b/, "a DigitalOcean"],
  [/\b(?:github|gh)\b/, "a GitHub"],
  [/\bgitlab\b/, "a GitLab"],
  [/\bslack\b/, "a Slack"],
  [/\bnpm\b/, "an npm"],
  [/\bdocker\b/, "a Docker"],
  [/\bvault\b/, "a Vault"],
  [/\bconsul\b/, "a Consul"],
  [/\bnomad\b/, "a Nomad"],
  [/\b(?:tf|terraform)\b/, "a Terraform"],
  [/\b(?:tailscale|ts)\b/, "a Tailscale"],
  [/\b(?:cloudflare|cf)\b/, "a Cloudflare"],
  [/\bk3s\b/, "a k3s"],
  [/\brke2\b/, "an rke2"],
  [/\baws\b/, "an AWS"],
  [/\b(?:azure|arm)\b/, "an Azure"],
];

/** What a name says its value is (`DB_PASSWORD`: "a password"); undefined where it says nothing of a secret. */
export function secretNamed(name: string): string | undefined {
  if (!MAY_SAY_SECRET.test(name)) return undefined;
  const words = name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[^A-Za-z0-9]+/g, " ")
    .trim()
    .toLowerCase();
  // The name of a secret that is kept elsewhere.
  if (words.startsWith("existing ")) return undefined;
  // It keeps clusters apart that are made from one template, and lets nobody in: https://etcd.io/docs/latest/op-guide/configuration/
  if (/\binitial cluster token$/.test(words)) return undefined;
  const kind = NOUNS.find(([pattern]) => pattern.test(words))?.[1];
  const owner = OWNERS.find(([pattern]) => pattern.test(words))?.[1];
  if (kind === undefined || owner === undefined || kind.includes("AWS") || kind.includes("kubeconfig")) return kind;
  return kind.replace(/^an? /, `${owner} `);
}

const HEADERS = /^(?:proxy-)?authorization$|^cookie$|\bauth$/i;

/** Whether an HTTP header of this name carries a credential. */
export function isCredentialHeader(name: string): boolean {
  return HEADERS.test(name) || secretNamed(name) !== undefined;
}

/** A credential without the scheme before it: of `Bearer xyz`, `xyz`. */
export function withoutScheme(value: string): string {
  return value.trim().replace(/^(?:Basic|Bearer|Token|ApiKey|Digest|Negotiate|Splunk|GenieKey)(?:\s+|$)/i, "");
}
