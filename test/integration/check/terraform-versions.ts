import { onTestFinished, vi } from "vitest";
import { builtTool } from "../harness";
import { recordHetzner } from "./hetzner";
import { Recorded } from "./scenario";

/** A program that plans beside the Terraform of the tests, and the changes of servers that are recorded with it. */
interface Planner {
  /** In `test/tools/tools.mjs`, where it is built on demand alone: that takes minutes. */
  readonly tool: string;
  readonly changes: readonly string[];
}

/** By the folder that their recordings lie in. */
export const PLANNERS: { readonly [folder: string]: Planner } = {
  "opentofu-1.10": { tool: "opentofu", changes: ["config-replace", "generation", "server-type", "node-removed", "pool-moved"] },
  // The oldest that we read, and the last under a free licence.
  "terraform-1.5": { tool: "terraform-1.5", changes: ["config-replace", "generation"] },
  // The newest of which the module is whole: from 1.9 on it refers to parts that are in its repository alone.
  "terraform-1.8": { tool: "terraform-1.8", changes: ["generation"] },
};

/** Records a change of servers on Hetzner with another program than the Terraform of the tests. */
export async function recordByPlanner({ tool }: Planner, name: string): Promise<Recorded> {
  vi.stubEnv("TERRAFORM_BINARY_NAME", builtTool(tool));
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  return recordHetzner(name);
}
