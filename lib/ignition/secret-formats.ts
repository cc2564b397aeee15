import { SecretFinder, SecretSpan, matchesOf } from "./secret-span";

/**
 * Tokens that are known by how they look. Lengths are lower bounds where the owner reserves the right to make them longer; a token then ends
 * where its alphabet does. Each begins at the beginning of a word.
 */
const FORMATS: readonly (readonly [kind: string, pattern: string])[] = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  ["an AWS secret access key", String.raw`A[BCKS][CI]A[A-Z0-9]{16}["']?[:,\s]["']?(?<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])`],
  ["an AWS access key id", String.raw`(?:AKIA|ASIA|ABIA|ACCA)(?![A-Z0-9]{9}EXAMPLE)[A-Z0-9]{16}(?!\w)`],
  // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
  ["an AWS API key", String.raw`ABSK[A-Za-z0-9+/]{100,}={0,2}`],
  // https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
  ["a GitHub token", String.raw`(?:gh[opsru]_[A-Za-z0-9_]{36,}|github_pat_[A-Za-z0-9_]{60,})`],
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  [
    "a GitLab token",
    String.raw`(?:gl(?:pat|oas|dt|rtr?|cbt|ptt|ft|imt|agent|wt|soat|ffct)-[\w-]{20,}(?:\.[a-z0-9]{2}\.?[a-z0-9]{7,})?|GR1348941[\w-]{20,})`,
  ],
  // https://docs.slack.dev/authentication/tokens
  ["a Slack token", String.raw`(?:xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{16,}|xapp-[A-Za-z0-9-]{16,}|xwfp-[A-Za-z0-9-]{16,})`],
  // https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/
  ["an npm token", String.raw`npm_[A-Za-z0-9]{36,}`],
  // https://docs.digitalocean.com/reference/api/create-personal-access-token/
  ["a DigitalOcean token", String.raw`do[opr]_v1_[0-9a-f]{64}`],
  // https://docs.docker.com/security/access-tokens/
  ["a Docker token", String.raw`dckr_[op]at_[\w-]{20,}`],
  // https://developer.hashicorp.com/vault/docs/concepts/tokens#token-prefixes; before 1.10 one letter and 24 characters
  ["a Vault token", String.raw`(?:hv[sbr]\.[\w-]{24,}|[sbr]\.(?=[A-Za-z]*[0-9])(?=[a-z0-9]*[A-Z])[A-Za-z0-9]{24}(?![\w.-]))`],
  // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
  ["a Terraform token", String.raw`[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,}`],
  // https://tailscale.com/kb/1277/key-prefixes
  ["a Tailscale key", String.raw`tskey-[a-z]{2,16}-[A-Za-z0-9-]{10,}`],
  // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/ and https://developers.cloudflare.com/fundamentals/api/get-started/ca-keys/
  ["a Cloudflare token", String.raw`(?:cf(?:k|ut|at)_[A-Za-z0-9_-]{40,}|v1\.0-[0-9a-f]{24}-[0-9a-f]{146})`],
  // base64 of {"a": and so on, https://developers.cloudflare.com/cloudflare-one/networks/connectors/cloudflare-tunnel/
  ["a Cloudflare tunnel token", String.raw`eyJhIjoi[A-Za-z0-9+/_-]{80,}={0,2}`],
  // https://learn.microsoft.com/purview/sit-defn-client-secret-api-key
  ["an Azure client secret", String.raw`[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,}`],
  // https://cloud.google.com/docs/authentication/api-keys
  ["a Google API key", String.raw`AIza[\w-]{35}(?![\w-])`],
  ["a Google client secret", String.raw`GOCSPX-[\w-]{28}`],
  // https://docs.k3s.io/cli/token#secure, the same in rke2
  ["a k3s or rke2 token", String.raw`K10[0-9a-f]{64}::[^\s"'\\]+`],
  // https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/#token-format; a name of a file or host seldom has a digit there
  ["a Kubernetes bootstrap token", String.raw`(?<![@./])[a-z0-9]{6}\.(?=[a-z]{0,15}[0-9])(?=[0-9]{0,15}[a-z])[a-z0-9]{16}(?![\w-]|\.\w)`],
  // https://age-encryption.org/v1
  ["an age secret key", String.raw`AGE-SECRET-KEY-(?:PQ-)?1[A-Z0-9]{58,}`],
  // https://www.rfc-editor.org/rfc/rfc7515#section-7.1; "eyJ" is base64 of {"
  ["a JSON Web Token", String.raw`eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{16,}`],
  // https://developer.1password.com/docs/service-accounts/
  ["a 1Password token", String.raw`ops_eyJ[A-Za-z0-9+/_-]{100,}={0,2}`],
  // https://docs.pypi.org/trusted-publishers/internals/ says how tokens are made: macaroons of pypi.org
  ["a PyPI token", String.raw`pypi-AgE[\w-]{50,}`],
  // https://grafana.com/docs/grafana/latest/administration/service-accounts/
  ["a Grafana token", String.raw`(?:glsa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}|glc_[A-Za-z0-9+/]{32,}={0,2})`],
  // https://docs.stripe.com/keys
  ["a Stripe key", String.raw`(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9]{16,}`],
  // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
  ["a SendGrid key", String.raw`SG\.[\w-]{16,}\.[\w-]{32,}`],
  ["an OpenAI or Anthropic key", String.raw`sk-(?:ant|proj|svcacct|admin)-[\w-]{32,}`],
  // https://huggingface.co/docs/hub/security-tokens
  ["a Hugging Face token", String.raw`hf_[A-Za-z0-9]{34,}`],
  // https://www.pulumi.com/docs/administration/access-identity/access-tokens/
  ["a Pulumi token", String.raw`pul-[0-9a-f]{40}`],
  // https://docs.doppler.com/docs/service-tokens
  ["a Doppler token", String.raw`dp\.(?:ct|pt|st|sa|scim|audit)\.[\w.-]{40,}`],
  // https://docs.sentry.io/account/auth-tokens/
  ["a Sentry token", String.raw`sntry[su]_[A-Za-z0-9+/=_-]{40,}`],
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
  ["a New Relic key", String.raw`NRAK-[A-Z0-9]{27}`],
  // https://fly.io/docs/security/tokens/
  ["a Fly.io token", String.raw`(?:fo1_[\w-]{43}|fm[12][ar]?_[A-Za-z0-9+/]{100,}={0,3})`],
  // https://guides.rubygems.org/api-key-scopes/
  ["a RubyGems key", String.raw`rubygems_[0-9a-f]{48}`],
  // https://core.telegram.org/bots/api#authorizing-your-bot
  ["a Telegram bot token", String.raw`[0-9]{8,10}:AA[\w-]{33}(?![\w-])`],
];

const FINDERS: readonly SecretFinder[] = FORMATS.map(([kind, pattern]) => matchesOf(kind, new RegExp(`(?<![A-Za-z0-9_-])${pattern}`)));
// Most texts hold none, and one pattern says so faster than all.
const ANY = new RegExp(`(?<![A-Za-z0-9_-])(?:${FORMATS.map(([, pattern]) => pattern.replace("?<secret>", "")).join("|")})`);

const OTHERS: readonly SecretFinder[] = [
  // A token of the Hetzner Cloud is 64 letters and digits like much else, so that the name must be near:
  // https://docs.hetzner.com/cloud/api/getting-started/generating-api-token/
  matchesOf(
    "a Hetzner Cloud token",
    /(?:[Hh](?:cloud|etzner)|HCLOUD|HETZNER)[^\n]{0,80}?(?<![A-Za-z0-9])(?=[a-z0-9]{0,63}[A-Z])(?<secret>[A-Za-z0-9]{64})(?![A-Za-z0-9])/,
  ),
  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks and https://discord.com/developers/docs/resources/webhook
  matchesOf("a webhook URL", /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[\w/+-]{20,})/),
  matchesOf("a webhook URL", /discord(?:app)?\.com\/api\/webhooks\/[0-9]{5,25}\/(?<secret>[\w-]{40,})/),
  // https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string: 64 bytes; of Service Bus and the like 32
  matchesOf("an Azure storage or service key", /(?:AccountKey|SharedAccessKey)=(?<secret>[A-Za-z0-9+/]{40,}={1,2})/),
];

/** Tokens that are known by how they look. */
export function* formatSecrets(text: string): Generator<SecretSpan> {
  if (ANY.test(text)) for (const find of FINDERS) yield* find(text);
  for (const find of OTHERS) yield* find(text);
}
