import { AWS_USER_DATA_LIMIT } from "../../aws/limits";
import { MATCHBOX_CONFIG_LIMIT } from "../../bare-metal/limits";
import { HETZNER_USER_DATA_LIMIT } from "../../hetzner/limits";
import { largestFiles } from "../../ignition";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { own } from "../record";
import { thresholdsOf } from "../settings/settings";
import { Severity } from "../severity";
import { readConfigAt } from "../synth/machine-config";
import type { SynthesisedStack } from "../synth/stack";
import { UserDataSize, userDataSize } from "../synth/user-data-size";
import type { Problem, Rule } from "./rule";
import { subjectsOf } from "./whom";

export const FC010: Rule = {
  id: "FC010",
  title: "user data near the platform's limit",
  severity: Severity.WARN,
  why: "AWS takes 16384 bytes of user data, Hetzner Cloud 32768. With more a machine cannot be made, which an apply may find out after it has destroyed the one in its place. A pool puts what is too large into a gzip wrapper, but for configs with values known only at apply.",
  mend: "Make the largest files smaller, or let Ignition fetch them by contents.source with a hash.",
  triggers:
    "A machine config of 14000 bytes in a launch template of AWS, 85 % of what there may be: a warning. One of 16385 bytes: a failure.",
  passes: "A machine config of 13000 bytes, 79 %. The limit at which there is a warning is userDataPercent.",
  parts: [
    {
      needs: [],
      *find({ stack, settings }): Generator<Problem> {
        for (const pool of stack.pools) {
          const { userDataPercent } = thresholdsOf(settings, pool.path);
          const problem = problemOf(stack.stack, pool, userDataPercent);
          if (problem !== undefined) yield problem;
        }
      },
    },
  ],
};

/** The most bytes of user data, by platform; libvirt has no limit. Pools say theirs. */
const LIMITS: { readonly [platform: string]: number } = {
  aws: AWS_USER_DATA_LIMIT,
  hetzner: HETZNER_USER_DATA_LIMIT,
  "bare-metal": MATCHBOX_CONFIG_LIMIT,
};

interface Measured extends UserDataSize {
  readonly machine: CheckedMachine;
}

function problemOf(stack: SynthesisedStack, pool: CheckedPool, percent: number): Problem | undefined {
  const limit = pool.entry === undefined ? own(LIMITS, pool.platform) : pool.entry.userDataLimit;
  const measured = pool.machines.flatMap((machine): Measured[] => {
    const size = machine.place === undefined ? undefined : userDataSize(stack, machine.place);
    return size === undefined ? [] : [{ machine, ...size }];
  });
  if (typeof limit !== "number" || measured.length === 0) return undefined;
  const largest = measured.reduce((most, each) => (each.bytes > most.bytes ? each : most));
  const isOver = largest.bytes > limit;
  const large = measured.filter(({ bytes }) => (isOver ? bytes > limit : bytes * 100 >= percent * limit));
  if (large.length === 0) return undefined;
  return {
    pool,
    severity: isOver ? Severity.FAIL : Severity.WARN,
    subjects: subjectsOf(
      pool,
      large.map(({ machine }) => machine),
    ),
    message: messageOf(pool, largest, limit, large.length),
    details: detailsOf(stack, pool, largest, limit),
  };
}

function messageOf(pool: CheckedPool, { machine, bytes, isExact }: Measured, limit: number, large: number): string {
  const whose = pool.path === undefined || pool.kind === "group" ? pool.name : `${machine.name} of ${pool.name}`;
  const share = (bytes * 100) / limit;
  // What is over the limit is never called 100 %, and what is below it neither.
  const percent = share > 100 ? Math.ceil(share) : Math.floor(share);
  const others = large > 1 ? `; it is the largest of ${large} such machines` : "";
  return `the user data of ${whose} is ${isExact ? "" : "at least "}${bytes} bytes, ${percent} % of at most ${limit}${others}`;
}

function detailsOf(stack: SynthesisedStack, pool: CheckedPool, { machine, isExact }: Measured, limit: number): string[] {
  const { written, place } = machine;
  if (written === undefined || place === undefined) return [];
  const isCompressed = readConfigAt(stack, place).compressed;
  const files = largestFiles(written, 3).map(({ path, bytes }) => `${path}: ${bytes} bytes${isCompressed ? " before compression" : ""}`);
  const isCompressible = pool.entry !== undefined && isExact && !isCompressed;
  return isCompressible ? [...files, `over ${limit} bytes the pool puts it into a gzip wrapper`] : files;
}
