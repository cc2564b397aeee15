import * as fs from "fs";
import { afterEach, expect, test, vi } from "vitest";
import { terraformEnvironment } from "./environment";
import { Workspace } from "./workspace";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("nothing of the person's own accounts and settings gets through", () => {
  const own = ["HCLOUD_TOKEN", "AWS_PROFILE", "LIBVIRT_DEFAULT_URI", "TF_VAR_x", "TF_CLI_ARGS", "TF_WORKSPACE", "CDKTF_CONTEXT_JSON"];
  for (const name of own) vi.stubEnv(name, "mine");
  vi.stubEnv("TF_LOG", "DEBUG");
  vi.stubEnv("SOMETHING", "else");
  const env = terraformEnvironment(Workspace.forTest().directory, { mirror: "/m" });
  for (const name of own) expect(env[name], name).toBeUndefined();
  expect(env).toMatchObject({ TF_LOG: "DEBUG", SOMETHING: "else", CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" });
});

test("providers come from the mirror and nowhere else", () => {
  const env = terraformEnvironment(Workspace.forTest().directory, { mirror: '/with "quotes"' });
  const text = fs.readFileSync(env.TF_CLI_CONFIG_FILE ?? "", "utf8");
  expect(text).toBe('provider_installation {\n  filesystem_mirror {\n    path = "/with \\"quotes\\""\n  }\n}\n');
});

test("variables are given as text or JSON, and the test's own environment comes last", () => {
  vi.stubEnv("GONE", "1");
  const env = terraformEnvironment(Workspace.forTest().directory, {
    mirror: "/m",
    variables: { text: "a b", list: ["x"], number: 3, flag: false },
    env: { TF_VAR_text: "later", GONE: undefined, HCLOUD_TOKEN: "test" },
  });
  expect(env).toMatchObject({ TF_VAR_text: "later", TF_VAR_list: '["x"]', TF_VAR_number: "3", TF_VAR_flag: "false", HCLOUD_TOKEN: "test" });
  expect("GONE" in env).toBe(false);
});
