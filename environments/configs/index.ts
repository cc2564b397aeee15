import * as path from "path";
import { MachineConfig } from "../../lib";
import { PROJECT } from "../../stacks/project";

/** What every machine of every environment has. */
export function baseConfig(environment: string): MachineConfig {
  return MachineConfig.ignitionFile(path.join(PROJECT, "environments", "configs", "base.ign"), { values: { ENVIRONMENT: environment } });
}
