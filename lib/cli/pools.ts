import * as path from "path";
import { ansibleInventory } from "../check/pools/ansible-inventory";
import { Hosts, hostsOf } from "../check/pools/hosts";
import { PoolFacts, poolsOf } from "../check/pools/pool-facts";
import { sshConfig } from "../check/pools/ssh-config";
import { readStack, stackNames } from "../check/synth/stack";
import { APPLIED_OPTIONS, readApplied } from "./applied-stacks";
import { Command, ExitCode } from "./command";
import type { CommandOutput } from "./io";
import { poolsTable } from "./pools-table";

/** `cdktf-flatcar pools`: the pools of what `cdktf synth` left, and how to reach their machines. */
export const pools: Command = {
  name: "pools",
  summary: "list the pools of synthesised stacks, or how their machines are reached",
  usage: "[options] [STACK...]",
  description:
    "Lists the pools of stacks as the last cdktf synth wrote them, of all stacks unless some are named.\n" +
    "ssh-config and ansible give the machines that have an address, and name the others on standard\n" +
    "error. Addresses are those of the outputs or the state that are given, and those known before.",
  options: [
    { name: "synth", value: "DIR", summary: "the folder that cdktf synthesises to (default: cdktf.out)" },
    {
      name: "format",
      value: "FORMAT",
      choices: ["table", "json", "ssh-config", "ansible"],
      summary: "table, json, ssh-config or ansible (default: table)",
    },
    ...APPLIED_OPTIONS,
  ],
  examples: [
    { title: "List the pools of every stack", line: "cdktf synth && cdktf-flatcar pools" },
    {
      title: "Log in to a machine by its name",
      line: "cdktf-flatcar pools prod-hetzner --outputs outputs.json --format ssh-config > ~/.ssh/prod-hetzner",
    },
    {
      title: "Let Ansible ping the machines of two stacks",
      line: "cdktf-flatcar pools dev-aws dev-hetzner --state dev-aws=aws.json --state dev-hetzner=hetzner.json --format ansible > dev.yaml",
    },
  ],
  async run(args, io) {
    const folder = path.resolve(io.cwd, args.value("synth") ?? "cdktf.out");
    const names = args.operands.length > 0 ? [...new Set(args.operands)] : stackNames(folder);
    const stacks = names.map((name) => readStack(folder, name));
    const withPools = stacks.filter((stack) => Object.keys(stack.pools).length > 0).map(({ name }) => name);
    const applied = await readApplied(args, io, args.operands.length > 0 ? names : withPools);
    const all = stacks.flatMap((stack) => poolsOf(stack, applied.get(stack.name)));
    if (all.length === 0) io.stderr.write(`no pools in ${names.length === 0 ? "any stack" : names.join(", ")}\n`);
    io.stdout.write(shown(all, args.value("format") ?? "table", io.stderr));
    return ExitCode.FINE;
  },
};

function shown(all: readonly PoolFacts[], format: string, stderr: CommandOutput): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(all, null, 2)}\n`;
    case "ssh-config":
      return sshConfig(reachable(all, stderr).hosts);
    case "ansible":
      return ansibleInventory(reachable(all, stderr).hosts);
    default:
      return all.length === 0 ? "" : poolsTable(all);
  }
}

/** The machines that have an address; which have none, and why, is told. */
function reachable(all: readonly PoolFacts[], stderr: CommandOutput): Hosts {
  const hosts = hostsOf(all);
  for (const { node, pool } of hosts.without) stderr.write(`${node.name} of ${pool.path}: no address is known; left out\n`);
  for (const { path: place } of all.filter(({ kind }) => kind === "group")) {
    stderr.write(`${place}: the machines of a group have no names; left out\n`);
  }
  return hosts;
}
