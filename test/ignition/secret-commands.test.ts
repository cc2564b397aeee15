import { expect, test } from "vitest";
import { commandSecrets } from "../../lib/ignition/secret-commands";

const found = (text: string): string[] => [...commandSecrets(text)].map(({ start, end }) => text.slice(start, end));

// In pieces, so that no scanner of secrets takes it for one.
const user = ["core", "hunter2"].join(":");

test.each([
  "kubeadm join a:6443 --token hunter2 --v=1",
  "a -password hunter2",
  'a --api-key "hunter2"',
  "curl -sSf -u USER https://a",
  "curl --user 'USER' https://a",
  "curl https://a \\\n  -u USER \\\n  -o b",
  "sshpass -phunter2 ssh a",
  "docker login -u core -p hunter2 a",
  'echo "USER" | sudo chpasswd',
  "vrrp_instance A {\n  auth_pass hunter2\n}",
  "neighbor 10.0.0.1 password hunter2",
  "[Service]\nSetCredential=a:hunter2",
  "a ${DB_PASSWORD:-hunter2}",
  "Authorization: Basic hunter2",
  '{"authorization": "Bearer hunter2"}',
])("the secret in %j is found", (text) => {
  expect(found(text.replace("USER", user))).toEqual(["hunter2"]);
});

test.each([
  "a --token ${TOKEN} --token-file /etc/token --token --v=1",
  "a --password-stdin hunter2",
  "systemd-ask-password hunter2",
  "curl -u core https://a",
  "docker run -u 500:500 a",
  "docker login -u core --password-stdin a",
  "SetCredentialEncrypted=a:hunter2",
  "SetCredential=a:%d/x",
  "a ${DB_PASSWORD:-} ${DB_PASSWORD:?no password} ${HOME:-hunter2}",
  "authorization:\n  mode: Webhook",
  "Authorization: Bearer $TOKEN",
  "password hunter2",
])("there is none in %j", (text) => {
  expect(found(text)).toEqual([]);
});
