import { constants } from "buffer";
import { STACK } from "./hetzner-project";
import { largePlan } from "./large-plan";
import { Cost, caseCost, leastByTurns } from "./measure";
import type { Table } from "./table";

/** What reading a plan takes, with its stack as a check does it and alone, against `JSON.parse` of the same file, each in a process of its own. */
export const PLANS: Table = {
  name: "plans",
  title: "reading what terraform show -json prints of a plan, with its stack, by resources",
  against: "JSON.parse of the same file",
  async measure(options, add) {
    for (const size of options.resources) {
      const { file, synth, megabytes } = await largePlan(options, size);
      const read = async (): Promise<Cost> => caseCost("plan-case.js", "read", file, synth, STACK);
      const alone = async (): Promise<Cost> => caseCost("plan-case.js", "read", file);
      const parse = async (): Promise<Cost> => caseCost("plan-case.js", "parse", file);
      // Beyond it a file is no text that JSON.parse could read.
      const isText = megabytes * 1e6 < constants.MAX_STRING_LENGTH;
      const costs = await leastByTurns(options.runs, { read, alone, ...(isText ? { parse } : {}) });
      const subject = "a plan, a quarter replaced";
      add({ subject, size, what: "file", unit: "MB", ours: megabytes });
      add({ subject, size, what: "time", unit: "s", ours: costs.read.seconds, against: costs.parse?.seconds });
      // Of the stack everything is kept, of the plan only what counts: the two are told apart.
      add({ subject, size, what: "memory, of the plan alone", unit: "MB", ours: costs.alone.megabytes, against: costs.parse?.megabytes });
      add({ subject, size, what: "memory", unit: "MB", ours: costs.read.megabytes, against: costs.parse?.megabytes });
    }
  },
};
