import { TerraformStack } from "cdktf";
import { Build, note, pool } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const always =
  (build: Build): (() => Build) =>
  () =>
    build;

/** Of two servers one has more to say than the other. The pool's own limit is far below the platform's, so that recordings are small. */
const userData = (text: string, override?: string) =>
  always((stack: TerraformStack) => {
    const nodes = { a: { machineConfig: [note(text)] }, c: {} };
    const { resource } = pool(stack, { userDataLimit: 1000, nodes }).machine("a");
    if (override !== undefined) resource.addOverride("user_data", override);
  });

const OVER = JSON.stringify({
  ignition: { version: "3.4.0" },
  storage: { files: [{ path: "/etc/note", contents: { source: `data:,${"x".repeat(950)}` } }] },
});

export const FC010: RuleCases = {
  hetzner: {
    "fc010-near-the-limit": [undefined, userData("x".repeat(500))],
    "fc010-below-the-threshold": [undefined, userData("x".repeat(400))],
    // A pool refuses it; what overrides a resource it does not see.
    "fc010-over-the-limit": [undefined, userData("x", OVER)],
  },
};
