import * as path from "path";
import { TerraformStack } from "cdktf";
import { expect, test } from "vitest";
import { StateBackend } from "../../environments/state-backend";
import { synthesise } from "../support";

const backendOf = (backend: StateBackend): unknown =>
  synthesise((stack: TerraformStack) => backend.bind(stack), { id: "prod-hetzner" }).terraform?.backend;

test("a local state lies in the project, outside of cdktf.out, and its path is relative", () => {
  const { local } = backendOf(StateBackend.local()) as { local: { path: string } };
  const ranIn = "/project/cdktf.out/stacks/prod-hetzner";
  expect(path.posix.resolve(ranIn, local.path)).toBe("/project/.state/prod-hetzner.tfstate");
  expect(path.posix.isAbsolute(local.path)).toBe(false);
});

test("S3 keeps a lock file beside the object, which is encrypted", () => {
  expect(backendOf(StateBackend.s3({ bucket: "states", region: "eu-central-1" }))).toEqual({
    s3: { bucket: "states", region: "eu-central-1", key: "prod-hetzner.tfstate", encrypt: true, use_lockfile: true },
  });
});

test.each([
  "https://gitlab.example.com/api/v4/projects/1/terraform/state",
  "https://gitlab.example.com/api/v4/projects/1/terraform/state/",
])("HTTP has an address for each stack, and one for its lock: %s", (address) => {
  const stack = "https://gitlab.example.com/api/v4/projects/1/terraform/state/prod-hetzner";
  expect(backendOf(StateBackend.http({ address }))).toEqual({
    http: {
      address: stack,
      lock_address: `${stack}/lock`,
      lock_method: "POST",
      unlock_address: `${stack}/lock`,
      unlock_method: "DELETE",
    },
  });
});

test("Google Cloud Storage has a prefix for each stack", () => {
  expect(backendOf(StateBackend.gcs({ bucket: "states" }))).toEqual({ gcs: { bucket: "states", prefix: "prod-hetzner" } });
});
