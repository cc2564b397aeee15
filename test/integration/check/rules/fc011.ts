import { TerraformStack, TerraformVariable } from "cdktf";
import { MachineConfig } from "../../../../lib";
import { BareMetalBoot } from "../../../../lib/bare-metal";
import { IgnitionConfig } from "../../../../lib/ignition";
import * as bareMetal from "../../bare-metal/rig";
import { Build, pool } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const ENV = "/etc/db.env";
const env = (contents: string): MachineConfig => MachineConfig.file({ path: ENV, contents });

const server = (machineConfig: MachineConfig[]) => (): Build => (stack) => void pool(stack, { machineConfig, nodes: { a: {} } });

const HASH = `sha512-${"0".repeat(128)}`;
const config = (passwordHash: string, hash?: string): IgnitionConfig => ({
  ignition: { version: "3.4.0" },
  passwd: { users: [{ name: "core", passwordHash }] },
  storage: {
    files: [
      {
        path: "/opt/bin/tool",
        contents: { source: "http://downloads.example.com/tool", ...(hash === undefined ? {} : { verification: { hash } }) },
      },
    ],
  },
});

const withVariable = (): Build => (stack: TerraformStack) => {
  const token = new TerraformVariable(stack, "join_token", { type: "string", sensitive: true, default: "t" });
  pool(stack, { machineConfig: [env(`JOIN_TOKEN=${token.stringValue}\n`)], nodes: { a: {} } });
};

export const FC011: RuleCases = {
  hetzner: {
    "fc011-secrets": [
      undefined,
      server([env("DB_PASSWORD=correct-horse\n"), MachineConfig.ignition(config("$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/"))]),
    ],
    "fc011-references": [
      undefined,
      server([env("DB_PASSWORD_FILE=/run/secrets/db\n"), MachineConfig.ignition(config(`$6$saltsalt$${"a".repeat(86)}`, HASH))]),
    ],
    "fc011-sensitive-variable": [undefined, withVariable],
  },
  "bare-metal": {
    // The pool has been told that everybody on the network may read it.
    "fc011-allowed": [
      undefined,
      bareMetal.web({
        ...{ boot: BareMetalBoot.diskless(), nodes: { a: { mac: bareMetal.MAC_A } } },
        machineConfig: [env("DB_PASSWORD=correct-horse\n")],
        allowSecrets: [ENV],
      }),
    ],
  },
};
