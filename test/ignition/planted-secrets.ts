/**
 * Secrets of every kind, made up here out of parts, so that no scanner of secrets finds one in this repository, each in a text as it would
 * stand in a file; and beside each a text that is nearly one.
 */
export interface Planted {
  readonly kind: string;
  readonly text: string;
  /** What must be gone after masking. */
  readonly secret: string;
  /** A text that looks alike and holds no secret. */
  readonly nearMiss: string;
}

/** Letters and digits as a generator of tokens would make them: the same each time, none like a word. */
export function noise(length: number, alphabet = "k7Qz2VxR9mBt4LwPcY8sHd3NfJg6"): string {
  return Array.from({ length }, (_, i) => alphabet[(i * 11 + ((i * i) % 7)) % alphabet.length]).join("");
}

const HEX = "4e19a7c03bd582f6";
const LOWER = "k7qz2vxr9mbt4lwpcy8shd3nfjg6";
const UPPER = "K7QZ2VXR5MBT4LWPCY3SHD6NFJG";

/** A block of PEM. */
export function pem(label: string, body = noise(64), lineEnd = "\n"): string {
  return [`-----${"BEGIN"} ${label}-----`, body, `-----${"END"} ${label}-----`, ""].join(lineEnd);
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const jwt = (...parts: object[]): string =>
  `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.${noise(43)}`;
const certificate = pem("CERTIFICATE", noise(64));
const uuid = [8, 4, 4, 4, 12].map((length) => noise(length, HEX)).join("-");

/** A file of one kind of secret: `before` and `after` stand around the secret, and around the near miss. */
function within(kind: string, before: string, secret: string, nearMiss: string, after = "\n"): Planted {
  return { kind, text: `${before}${secret}${after}`, secret, nearMiss: `${before}${nearMiss}${after}` };
}

function keyed(label: string, kind: string): Planted {
  return { kind, text: pem(label), secret: noise(64), nearMiss: pem(label.replace("PRIVATE", "PUBLIC")) };
}

export const PLANTED: readonly Planted[] = [
  ...["RSA ", "EC ", "DSA ", "", "NEBULA X25519 "].map((algorithm) => keyed(`${algorithm}PRIVATE KEY`, "a private key (PEM)")),
  keyed("ENCRYPTED PRIVATE KEY", "an encrypted private key (PEM)"),
  keyed("OPENSSH PRIVATE KEY", "an OpenSSH private key"),
  keyed("PGP PRIVATE KEY BLOCK", "a PGP private key"),
  { kind: "an OpenVPN key", text: pem("OpenVPN Static key V1", noise(64, HEX)), secret: noise(64, HEX), nearMiss: certificate },
  { kind: "a TLS session key", text: pem("SSL SESSION PARAMETERS"), secret: noise(64), nearMiss: pem("DH PARAMETERS") },
  within("a TLS session key", `CLIENT_RANDOM ${noise(64, "0123456789abcdef")} `, noise(96, HEX), "off"),
  {
    kind: "a PuTTY private key",
    text: `PuTTY-User-${"Key"}-File-3: ssh-ed25519\nPrivate-Lines: 1\n${noise(48)}\nPrivate-MAC: ${noise(64, HEX)}\n`,
    secret: noise(48),
    nearMiss: `---- BEGIN SSH2 PUBLIC KEY ----\n${noise(48)}\n---- END SSH2 PUBLIC KEY ----\n`,
  },
  within("an age secret key", "# created: today\n", `AGE-SECRET-${"KEY"}-1${noise(58, UPPER)}`, `age1${noise(58, LOWER)}`),
  within(
    "a JSON Web Token",
    "cat > /etc/t <<E\n",
    jwt({ alg: "RS256", typ: "JWT" }, { sub: "system:node:a", aud: "x" }),
    jwt({ alg: "RS256" }).slice(0, 30),
  ),
  within(
    "a kubeconfig with a client key",
    "kind: Config\nusers:\n- name: a\n  user:\n    client-key-data: ",
    base64(noise(60)),
    "/etc/kubernetes/key.pem",
  ),
  within("a kubeconfig with a token", "kind: Config\nusers:\n- name: a\n  user:\n    token: ", noise(40), '""'),
  within(
    "a Kubernetes bootstrap token",
    "kubeadm join 10.0.0.1:6443 --token ",
    `${noise(6, LOWER)}.${noise(16, LOWER)}`,
    "$(cat /run/join)",
  ),
  within("a k3s or rke2 token", "exec k3s agent ", `K10${noise(64, HEX)}::${"server"}:${noise(32, HEX)}`, `K10${noise(64, HEX)}`),
  {
    kind: "a Kubernetes Secret",
    text: `apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  plain: ${base64("hunter-2 or so")}\ntype: Opaque\n`,
    secret: base64("hunter-2 or so"),
    nearMiss: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: db\ndata:\n  plain: ${base64("hunter-2 or so")}\n`,
  },
  {
    kind: "a key of a Google service account",
    text: JSON.stringify({ type: "service_account", private_key_id: noise(40, HEX), private_key: pem("PRIVATE KEY"), client_email: "a@b" }),
    secret: noise(64),
    nearMiss: JSON.stringify({ type: "service_account", private_key_id: noise(40, HEX), private_key: "", client_email: "a@b" }),
  },
  within("an AWS access key id", "[default]\nkey = ", `AKIA${"X".repeat(16)}`, `AKIA${"X".repeat(9)}EXAMPLE`),
  within("an AWS secret access key", "aws_secret_access_key = ", noise(40), `${noise(30)}EXAMPLEKEY`),
  within("an AWS secret access key", "AWS_SECRET_ACCESS_KEY=", noise(40), "${AWS_SECRET_ACCESS_KEY}"),
  {
    kind: "an AWS secret access key",
    text: `AKIA${noise(16, UPPER)}:${noise(40)}\n`,
    secret: noise(40),
    nearMiss: `AIDA${noise(16, UPPER)}:${noise(40)}\n`,
  },
  within("an Azure client secret", "id ", `${noise(3)}8Q~${noise(34)}`, `${noise(3)}8Q${noise(34)}`),
  within(
    "an Azure storage or service key",
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=",
    `${noise(86)}==`,
    "",
    ";EndpointSuffix=core.windows.net\n",
  ),
  within("a Google API key", "key ", `AIza${noise(35)}`, `AIza${noise(34)}`),
  within("a Hetzner Cloud token", "hcloud context create a # ", noise(64), noise(64, HEX)),
  within("a DigitalOcean token", "", `dop_${"v1"}_${noise(64, HEX)}`, `dop_v2_${noise(64, HEX)}`),
  within("a GitHub token", "clone with ", `ghp_${noise(36)}`, `ghp_${noise(20)}`),
  within("a GitHub token", "clone with ", `github_${"pat"}_${noise(82)}`, "github_pat_guide"),
  within("a GitLab token", "clone with ", `glpat-${noise(20)}`, "glpat-token"),
  within("a Slack token", "post as ", `xoxb-${noise(12, "0123456789")}-${noise(24)}`, "xoxb-token"),
  within("a webhook URL", "curl https://hooks.slack.com/services/", `T${noise(8, UPPER)}/B${noise(8, UPPER)}/${noise(24)}`, ""),
  within("an npm token", "echo ", `npm_${noise(36)}`, "npm_config_registry"),
  within("a Docker token", "echo ", `dckr_${"pat"}_${noise(27)}`, "dckr_pat_docs"),
  within("a login of a registry", '{"auths":{"example.com":{"auth":"', base64(`core:${noise(12)}`), "", '"}}}\n'),
  within("a Vault token", "vault login ", `hvs.${noise(90)}`, "hvs.example"),
  within("a Vault token", "vault login ", `s.${noise(24)}`, "s.validateEverythingAgain"),
  within("a Consul token", '{"acl":{"tokens":{"agent":"', uuid, "", '"}}}\n'),
  within("a gossip encryption key", 'encrypt = "', base64(noise(32)), "", '"\n'),
  within("a Terraform token", "echo ", `${noise(14)}.atlas${"v1"}.${noise(67)}`, `${noise(14)}.atlasv1`),
  within("a Tailscale key", "tailscale up --auth ", `tskey-${"auth"}-${noise(11)}CNTRL-${noise(32)}`, "tskey-auth"),
  within("a Cloudflare token", "echo ", `cfut_${noise(48)}`, "cfut_short"),
  within(
    "a Cloudflare tunnel token",
    "cloudflared tunnel run ",
    base64(JSON.stringify({ a: noise(32, HEX), t: uuid, s: noise(48) })),
    base64(JSON.stringify({ a: "" })),
  ),
  within("a WireGuard key", "[WireGuard]\nPrivateKey=", `${noise(43)}=`, "/etc/wireguard/key"),
  within("a WireGuard key", "[Peer]\nPresharedKey = ", `${noise(43)}=`, ""),
  within("a private JSON Web Key", '{"kty":"EC","crv":"P-521","x":"abc","', `d":"${noise(43)}`, `y":"${noise(43)}`, '"}\n'),
  within("a password hash", "core:", `$6$${noise(16)}$${noise(86)}`, "x"),
  within("a password hash", "core:", `$6$rounds=4096$${noise(16)}$${noise(86)}`, "*"),
  within("a password hash", "core:", `$2y$10$${noise(53)}`, `$2y$10$${noise(20)}`),
  within("a password hash", "core:", `$y$j9T$${noise(22)}$${noise(43)}`, "$y$j9T$"),
  within("a password hash", "core:", `$apr1$${noise(8)}$${noise(22)}`, "$apr1$"),
  within("a password hash", "core:", `{SHA}${noise(27)}=`, "{SHA}"),
  within("a password hash", "hash ", `$argon2id$v=19$m=65536,t=3,p=4$${noise(22)}$${noise(43)}`, "$argon2id$v=19$"),
  within("a line of /etc/shadow", "core:", noise(13), "*", ":19000:0:99999:7:::\n"),
  within("a URL with a password", "proxy https://core:", noise(10), "$PROXY_PASS", "@proxy.example:3128/\n"),
  within("a database URL with a password", "postgres://core:", noise(10), "${DB_PASS}", "@db:5432/app\n"),
  within("a database URL with a password", "core:", noise(10), "$PW", "@tcp(db:3306)/app\n"),
  within("a signed URL", "https://b.s3.amazonaws.com/k?X-Amz-Signature=", noise(64, HEX), ""),
  within("a signed URL", "https://a.blob.core.windows.net/c?sv=1&sig=", `${noise(43)}%3D`, ""),
  within("a credential in an HTTP header", "curl -H 'Authorization: Bearer ", noise(24), "$TOKEN", "' https://a\n"),
  within("a password", "DB_PASSWORD=", "hunter2", ""),
  within("a token", "AGENT_TOKEN=", noise(20), "<token>"),
  within("a secret", "OAUTH_SECRET=", noise(20), "${OAUTH_SECRET}"),
  within("an API key", "SOME_API_KEY=", noise(20), "@SOME_API_KEY@"),
  within("a Hetzner Cloud token", "[Service]\nEnvironment=HCLOUD_TOKEN=", noise(64), "%d/token", " OTHER=x\n"),
  within("a password", "GROUP=stable\nDOWNLOAD_PASSWORD=", noise(12), ""),
  within("a password", "LOCKSMITHD_ETCD_PASSWORD=", "hunter2", '""'),
  within("a password", "password: |\n  ", "correct horse\n  battery", "<fill in>", "\nuser: core\n"),
  within("a passphrase", "[Security]\nPassphrase=", "correct horse battery", "", "\n"),
  within("a secret key", "secret_key: ", noise(20), "/etc/app/key"),
  within("a client secret", '{"clientSecret": "', noise(20), "", '", "x": 1}\n'),
  within("a token", "ExecStart=/usr/bin/agent --join-token ", noise(20), "${JOIN_TOKEN}", " --v=2\n"),
  within("a password", "exec app --password ${DB_PASSWORD:-", "hunter2", "", "}\n"),
  within("a password", "curl -sSf -u core:", "hunter2", "$PW", " https://a\n"),
  within("a password", "sshpass -p ", "hunter2", '"$PW"', " ssh a\n"),
  within("a password", "echo core:", "hunter2", "$PW", " | chpasswd\n"),
  within("a password", "requirepass ", "hunter2", "<set>"),
  within("a password", "<ldap><bindPassword>", "hunter2", "", "</bindPassword></ldap>\n"),
  within("a systemd credential", "[Service]\nSetCredential=api:", noise(20), ""),
  within("a password of .pgpass", "db.example:5432:app:core:", "hunter3", ""),
  within("a login of .netrc", "machine a.example\nlogin core\npassword ", "hunter2", "<password>"),
  within("a URL with a password", "https://core:", "hunter2", "***", "@git.example\n"),
  within("a Grafana token", "", `glsa_${noise(32)}_${noise(8, HEX)}`, "glsa_x"),
  within("a Stripe key", "", `sk_${"live"}_${noise(24)}`, "sk_live_"),
  within("a SendGrid key", "", `SG.${noise(22)}.${noise(43)}`, "SG.x.y"),
  within("a PyPI token", "", `pypi-AgE${noise(80)}`, "pypi-AgE"),
  within("a 1Password token", "", `ops_eyJ${noise(200)}`, "ops_eyJ"),
  within("a Telegram bot token", "", `${noise(9, "0123456789")}:AA${noise(33)}`, `${noise(9, "0123456789")}:AA`),
  within("an OpenAI or Anthropic key", "", `sk-ant-${noise(48)}`, "sk-ant-x"),
  within("a Hugging Face token", "", `hf_${noise(34)}`, "hf_transfer"),
  within("a Pulumi token", "", `pul-${noise(40, HEX)}`, "pul-x"),
  within("a Doppler token", "", `dp.st.${noise(43)}`, "dp.st.x"),
  within("a Sentry token", "", `sntrys_${noise(60)}`, "sntrys_x"),
  within("a New Relic key", "", `NRAK-${noise(27, UPPER)}`, "NRAK-X"),
  within("a Fly.io token", "", `fo1_${noise(43)}`, "fo1_x"),
  within("a RubyGems key", "", `rubygems_${noise(48, HEX)}`, "rubygems_url"),
  within("an AWS API key", "", `ABSK${noise(120)}`, "ABSK"),
  within("a Google client secret", "", `GOCSPX-${noise(28)}`, "GOCSPX-x"),
  within("a webhook URL", "https://discord.com/api/webhooks/", `${noise(18, "0123456789")}/${noise(68)}`, "x"),
];

/** Texts as they stand on machines, with words of secrets and things that look random, and no secret. */
export const HARMLESS: readonly (readonly [what: string, text: string])[] = [
  ["a certificate", certificate],
  ["a chain of them", certificate + certificate],
  ["an authorized key", `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${noise(43)} core@example`],
  ["a line of known_hosts", `example.com ssh-rsa AAAAB3NzaC1yc2E${noise(300)}=`],
  ["a sum", `${noise(128, HEX)}  flatcar_production_image.bin.bz2\n`],
  ["a hash to verify by", `sha512-${noise(128, HEX)}`],
  ["an integrity", `sha512-${noise(86)}==`],
  ["a fingerprint", `SHA256:${noise(43)}`],
  ["a UUID", `UUID=${uuid} / ext4 defaults 0 1\n`],
  ["the hash of a discovery", `--discovery-token-ca-cert-hash sha256:${noise(64, HEX)}`],
  ["a join by variables", "kubeadm join ${ENDPOINT} --token ${TOKEN} --token-file=/etc/token --token-ttl 24h"],
  [
    "a kubelet's settings",
    "kind: KubeletConfiguration\nauthentication:\n  x509:\n    clientCAFile: /etc/kubernetes/pki/ca.crt\n  webhook:\n    enabled: true\nauthorization:\n  mode: Webhook\nserverTLSBootstrap: true\ntlsPrivateKeyFile: /var/lib/kubelet/key.pem\n",
  ],
  [
    "a kubeconfig with files",
    "kind: Config\nusers:\n- name: a\n  user:\n    client-key: /etc/a.key\n    tokenFile: /var/run/token\n    client-certificate-data: " +
      base64(certificate) +
      "\n",
  ],
  [
    "paths of secrets",
    "PASSWORD_FILE=/run/secret\nTOKEN_PATH=/etc/token\nAPP_SECRET=/run/secrets/app\nTOKEN=$CREDENTIALS_DIRECTORY/token\n",
  ],
  ["empty values", 'PASSWORD=\nTOKEN=""\nSECRET=\'\'\npassword:\ntoken: ~\nsecret: null\napi_key: ""\n'],
  [
    "places to fill in",
    "PASSWORD=<password>\nTOKEN={{ .token }}\nSECRET=@SECRET@\nAPI_KEY=your-api-key\npassword: example\nsecret: xxxxxxxx\npwd: '***'\n",
  ],
  ["comments", "# PASSWORD=hunter2\n; token = abcdef\n  # password: hunter2\n// secret = 'x'\nPASSWORD= # set by hand\n"],
  [
    "a script",
    'TOKEN=$(cat /etc/token) || exit 1\nPASSWORD="$(pass show x)"\nexport SECRET="${SECRET:?missing}"\nif [ -z "$PASSWORD" ] || [ "$TOKEN" = "" ]; then exit 1; fi\nread -p "Password: " PW\nprintf "token: %s\\n" "$TOKEN"\n',
  ],
  ["a program", 'token = os.environ["TOKEN"]\npassword = getpass.getpass()\nsecret = config.secret\nif password == "":\n'],
  [
    "a reference to a Secret",
    "env:\n- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db\n      key: password\nvolumes:\n- secret:\n    secretName: db\n",
  ],
  [
    "switches",
    "automountServiceAccountToken: false\nuse_token: true\npassword = no\ntoken_ttl = 24h\nPasswordAuthentication no\nPermitEmptyPasswords no\n",
  ],
  ["an image", "image: registry.example/vault/token:latest\nLoadCredential=token:/etc/token\n"],
  ["URLs", "https://example.com:8080/a@b?x=1 git@github.com:a/b.git http://[::1]:80/@ ssh://core@host:22/ https://user@host/"],
  ["encrypted values", "password: ENC[AES256_GCM,data:abc,type:str]\ntoken: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n"],
  [
    "accounts without login",
    "core:*:19000:0:99999:7:::\nroot:!:19000::::::\nx:!!:19000:0:99999:7:::\ncore:x:500:500::/home/core:/bin/bash\n",
  ],
  ["a script that looks for a key", 'grep -q -- "-----BEGIN PRIVATE KEY-----" /etc/a.pem\n'],
  ["base64 that is no secret", base64("a harmless text about nothing in particular, but long enough\n")],
  ["a DSN by name", "host=db user=app sslmode=require"],
  ["a user and group", "docker run --user 1000:1000 -u 500:500 a"],
  ["names of hosts and files", "server1.example1234567.com system.conf01abcdefgh.d master.k8s1abcdefghijk.example"],
];
