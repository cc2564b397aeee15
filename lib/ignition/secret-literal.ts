import { containsTokenPlaceholder } from "./token-placeholder";

/** Characters of a value that are judged: enough to tell a reference from a secret, and little enough for many values on one line. */
const JUDGED = 512;

// A value that only stands for one: to be filled in, a type, a switch, a time, or a secret that is kept elsewhere or encrypted.
const NO_SECRETS: readonly RegExp[] = [
  /^<[^<>]*>$/,
  /^\[[A-Za-z ]*\]$/,
  /^\{\{.*\}\}$/,
  /^@[A-Z][A-Z0-9_]*@$/,
  /^__\w+__$/,
  /^%(?:\(\w+\))?[-+#0-9.]*[A-Za-z](?:\\n)?$/,
  /^%\w+%$/,
  /^[xX._*-]+$/,
  /^(?:example|redacted|masked|placeholder|todo|tbd|none|null|nil|undefined|true|false|yes|no|y|n|on|off|enabled|disabled|string|str|text|empty)$/i,
  /^(?:your|insert|replace|enter|put)[-_ ]/i,
  // As in the documentation of AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
  /EXAMPLE(?:KEY|TOKEN)?$/,
  /^\d{1,3}$/,
  /^\d+(?:\.\d+)?(?:ns|us|ms|s|m|h|d|w)$/,
  // https://getsops.io/docs/ and https://docs.ansible.com/ansible/latest/vault_guide/
  /^ENC\[/,
  /^!(?:vault|Ref|Sub|GetAtt|ENV|env_var|secret)\b/,
  /^(?:ref\+\w+|op|vault|awssm|gcpsm|ssm|secretref|env|file|keyring|fd):/i,
  // What nsswitch.conf has behind "passwd:", https://man7.org/linux/man-pages/man5/nsswitch.conf.5.html
  /^(?:files|usrfiles|altfiles|compat|db)(?:\s+(?:[a-z][a-z_]*|\[[^\]]*\]))*$/,
  // An alias of YAML.
  /^\*[A-Za-z][\w-]*$/,
];

// What a script works out when it runs: a command, a call, an index, a field.
const COMPUTED: readonly RegExp[] = [
  /^["']?(?:\$\(|\$\{\w+\(|`)/,
  /^\$\{\{.*\}\}$/,
  /^\$\{\w+[%#/^,@]/,
  /^[A-Za-z_][\w.]* ?\([^)]*\)?;?$/,
  /^[A-Za-z_][\w.]*\[["'$]?\w*["']?\];?$/,
  /^(?:var|local|module|data|env|process\.env|os\.environ|secrets|vars|inputs|self|settings|config|args|opts)\.[\w.]+;?$/,
];

const FALLBACK = /^\$\{\w{1,128}:?[-=]([^}]*)\}$/;
const REFERENCE = /(?<![A-Za-z0-9$])(?:\$+\{[^{}]*\}|\$\([^()]*\)|\$+[A-Za-z_]\w*(?:::\w+)*|\$[0-9@*#?])/g;
/** Letters and digits beside references that make a text a secret; fewer are separators. */
const BESIDE_REFERENCES = 4;

const PATH = /^(?:~|\.{1,2}|%[A-Za-z]|\$\w+|\$\{\w+\})?(?:\/[\w.@:%{}$-]+)+\/?$/;
const RANDOM_SEGMENT = /(?=[^/]*[a-z])(?=[^/]*[A-Z])(?=[^/]*[0-9])[^/]{24}/;
const PLAIN_URL = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^@\s]*$/;

/**
 * Whether the value of something that is called a secret is one: a literal, or a value known only at apply. A reference, a path, a placeholder
 * and an empty value are none. A default password (`changeme`) is one: the machine would boot with it.
 */
export function isLiteralSecret(value: string): boolean {
  const judged = value.slice(0, JUDGED);
  if (containsTokenPlaceholder(judged)) return true;
  const text = judged.trim().replace(/^["']|["']$/g, "");
  if (!/[\p{L}\p{N}]/u.test(text)) return false;
  if ([...NO_SECRETS, ...COMPUTED].some((pattern) => pattern.test(text))) return false;
  if (isPath(text) || PLAIN_URL.test(text)) return false;
  const fallback = FALLBACK.exec(text);
  if (fallback !== null) return isLiteralSecret(fallback[1]);
  const rest = text.replace(REFERENCE, "");
  return rest === text || rest.replace(/[^A-Za-z0-9]/g, "").length >= BESIDE_REFERENCES;
}

/** Base64 may begin with a slash, so that what looks random is no path. */
function isPath(text: string): boolean {
  return PATH.test(text) && !RANDOM_SEGMENT.test(text);
}
