import { expect, test } from "vitest";
import { isCredentialHeader, secretNamed, withoutScheme } from "../../lib/ignition/secret-names";

test.each([
  ["password", "a password"],
  ["DB_PASSWORD", "a password"],
  ["rootPasswd", "a password"],
  ["--bind-pwd", "a password"],
  ["SMTP_PASS", "a password"],
  ["auth_pass", "a password"],
  ["pass", "a password"],
  ["passphrase", "a passphrase"],
  ["wpa_psk", "a passphrase"],
  ["token", "a token"],
  ["_authToken", "a token"],
  ["nodeToken", "a token"],
  ["client-secret", "a client secret"],
  ["ARM_CLIENT_SECRET", "an Azure client secret"],
  ["cookieSecret", "a secret"],
  ["apiKey", "an API key"],
  ["PrivateKey", "a private key"],
  ["pre-shared-key", "a preshared key"],
  ["encryption_key", "a secret key"],
  ["storageAccessKey", "a secret key"],
  ["AWS_SECRET_ACCESS_KEY", "an AWS secret access key"],
  ["AWS_SESSION_TOKEN", "an AWS token"],
  ["HCLOUD_TOKEN", "a Hetzner Cloud token"],
  ["K3S_TOKEN", "a k3s token"],
  ["VAULT_TOKEN", "a Vault token"],
  ["client-key-data", "a kubeconfig with a client key"],
  ["password_hash", "a password hash"],
] as const)("%s says %s", (name, kind) => {
  expect(secretNamed(name)).toBe(kind);
});

test.each([
  "PASSWORD_FILE",
  "token-file",
  "TOKEN_PATH",
  "tokenTTL",
  "secretName",
  "secretKeyRef",
  "existingSecret",
  "ETCD_INITIAL_CLUSTER_TOKEN",
  "initial-cluster-token",
  "passwords",
  "tokens",
  "aws_access_key_id",
  "publicKey",
  "authorized_key",
  "key",
  "bypass",
  "compass",
  "encompass",
  "discovery-token-ca-cert-hash",
  "password-stdin",
  "keyboard",
  "accesskey",
  "",
])("%j says nothing of a secret", (name) => {
  expect(secretNamed(name)).toBeUndefined();
});

test.each([
  "Authorization",
  "proxy-authorization",
  "Cookie",
  "X-Vault-Token",
  "X-Api-Key",
  "X-Auth",
  "X-Amz-Server-Side-Encryption-Customer-Key",
])("the header %s carries a credential", (name) => {
  expect(isCredentialHeader(name)).toBe(true);
});

test.each(["User-Agent", "Accept", "X-Request-Id", "Metadata-Flavor", "Author"])("the header %s carries none", (name) => {
  expect(isCredentialHeader(name)).toBe(false);
});

test("the scheme of a credential is no part of it", () => {
  expect(["Bearer abc", "basic  abc", "abc", "Bearer", "Bearers abc"].map(withoutScheme)).toEqual(["abc", "abc", "abc", "", "Bearers abc"]);
});
