import { createHash } from "node:crypto";
import { invalidInput, uniqueness } from "../api-error";
import type { SshKey } from "../model";
import { type Call, listReply, type Reply, type Router, selected } from "../router";

export function registerSshKeys(router: Router): void {
  router.on("GET", "/ssh_keys", (call) => {
    const fingerprint = call.query.get("fingerprint");
    const keys = selected(call, call.state.sshKeys.list()).filter((key) => fingerprint === null || key.fingerprint === fingerprint);
    return listReply(call, "ssh_keys", keys, sshKeyJson);
  });
  router.on("POST", "/ssh_keys", createSshKey);
  router.on("GET", "/ssh_keys/:id", (call) => ({ status: 200, body: { ssh_key: sshKeyJson(call.state.sshKeys.get(call.id)) } }));
  router.on("PUT", "/ssh_keys/:id", updateSshKey);
  router.on("DELETE", "/ssh_keys/:id", (call) => {
    call.state.sshKeys.remove(call.state.sshKeys.get(call.id));
    return { status: 204 };
  });
}

function createSshKey(call: Call): Reply {
  const name = uniqueName(call, call.body.string("name"));
  const publicKey = call.body.string("public_key");
  const keyFingerprint = fingerprint(publicKey);
  if (call.state.sshKeys.list().some((key) => key.fingerprint === keyFingerprint)) {
    throw uniqueness("SSH key with the same fingerprint already exists", "public_key");
  }
  const labels = call.body.optionalLabels() ?? {};
  const key = call.state.sshKeys.add({ name, publicKey, fingerprint: keyFingerprint, labels });
  return { status: 201, body: { ssh_key: sshKeyJson(key) } };
}

function updateSshKey(call: Call): Reply {
  const key = call.state.sshKeys.get(call.id);
  const name = call.body.optionalString("name");
  const labels = call.body.optionalLabels();
  if (name !== undefined) key.name = uniqueName(call, name, key);
  if (labels !== undefined) key.labels = labels;
  return { status: 200, body: { ssh_key: sshKeyJson(key) } };
}

function uniqueName(call: Call, name: string, self?: SshKey): string {
  if (name === "") throw invalidInput("name", "Shorter than minimum length 1.");
  const other = call.state.sshKeys.byName(name);
  if (other !== undefined && other !== self) throw uniqueness("SSH key with the same name already exists", "name");
  return name;
}

const KEY_TYPES = /^(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-nistp\d+|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

/** MD5 of the key's own bytes, as `ssh-keygen -l -E md5` shows it. */
function fingerprint(publicKey: string): string {
  const [type, base64] = publicKey.trim().split(/\s+/);
  const blob = Buffer.from(base64 ?? "", "base64");
  const isKey = KEY_TYPES.test(type) && blob.length > 4 && blob.toString("latin1", 4, 4 + blob.readUInt32BE(0)) === type;
  if (!isKey) throw invalidInput("public_key", "SSH key is not valid");
  return createHash("md5").update(blob).digest("hex").match(/../g)?.join(":") ?? "";
}

function sshKeyJson(key: SshKey): object {
  return {
    id: key.id,
    name: key.name,
    fingerprint: key.fingerprint,
    public_key: key.publicKey,
    labels: key.labels,
    created: key.created,
  };
}
