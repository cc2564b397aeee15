import * as path from "path";
import { findMachine } from "../check/synth/machines";
import { readStack } from "../check/synth/stack";
import { Command, ExitCode, UsageError } from "./command";
import { COLOUR_CHOICES, wantsColour } from "./io";
import { machineText } from "./machine-text";
import { shownMachine } from "./shown-machine";

/** `cdktf-flatcar config show`: what a machine will be, from what `cdktf synth` left. */
export const configShow: Command = {
  name: "config show",
  summary: "show the merged machine config of one node, decoded, and who wrote what",
  usage: "[options] STACK NODE",
  description:
    "Shows the machine config of a node as the last cdktf synth wrote it: decoded, with *** in place of\n" +
    "what looks like a secret, with the layer and the line that wrote each file and unit. Values that are\n" +
    "known only at apply are shown as the expression they come from. A group is named by its pool.",
  options: [
    { name: "synth", value: "DIR", summary: "the folder that cdktf synthesises to (default: cdktf.out)" },
    { name: "format", value: "FORMAT", choices: ["text", "json"], summary: "text, or json for programs (default: text)" },
    { name: "color", value: "WHEN", choices: COLOUR_CHOICES, bare: "always", summary: "auto, always or never (default: auto)" },
  ],
  examples: [
    { title: "Show what becomes of db-a", line: "cdktf synth && cdktf-flatcar config show prod-hetzner db-a" },
    {
      title: "List the files of every layer but the pool's own",
      line: `cdktf-flatcar config show prod-hetzner db-a --format json | jq '.files[] | select(.writers[-1].layer != "pool").path'`,
    },
  ],
  run(args, io) {
    const [stackName, nodeName, ...rest] = args.operands;
    if (stackName === undefined) throw new UsageError("name a stack and a node");
    if (nodeName === undefined) throw new UsageError(`name a node of ${stackName}`);
    if (rest.length > 0) throw new UsageError(`one node at a time: what is ${JSON.stringify(rest[0])}?`);
    const stack = readStack(path.resolve(io.cwd, args.value("synth") ?? "cdktf.out"), stackName);
    const machine = shownMachine(stack, findMachine(stack, nodeName));
    const isJson = args.value("format") === "json";
    const text = isJson ? `${JSON.stringify(machine, null, 2)}\n` : machineText(machine, wantsColour(io, io.stdout, args.value("color")));
    io.stdout.write(text);
    return ExitCode.FINE;
  },
};
