import type { LockedRelease } from "../../release/release";
import { listed } from "../listed";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool, CheckedStack } from "../model/checked-stack";
import { Severity } from "../severity";
import type { SynthesisedStack } from "../synth/stack";
import { bootsOf } from "./architecture/boots";
import { ArchitectureClaim, MachineBoot, architectureOfWord, claims } from "./architecture/claim";
import { imageClaims } from "./architecture/image";
import { lockedImageClaims } from "./architecture/locked-image";
import { Need, Problem, Rule } from "./rule";
import { subjectsOf, whom } from "./whom";

export const FC008: Rule = {
  id: "FC008",
  title: "machine and image of two architectures",
  severity: Severity.FAIL,
  why: "An image for another architecture does not boot. A cloud may refuse to make such a machine when the one in its place is gone already.",
  mend: "Look the image up for the architecture of the machines, or choose a type of machine of the image's.",
  triggers:
    "An hcloud_server of type cax11, which is arm64, with an hcloud_image that is looked up by labels without with_architecture: that finds images for amd64.",
  passes: 'The same server where the lookup has with_architecture = "arm".',
  parts: [
    { needs: [], find: ({ stack }) => problemsOf(stack, (pool, machine) => made(pool, bootsOf(stack.stack, machine, imageClaims))) },
    {
      needs: [Need.LOCK],
      find: ({ stack, lock = NOTHING_LOCKED }) => {
        const claimImage = (of: SynthesisedStack, image: unknown): ArchitectureClaim[] => lockedImageClaims(of, image, lock);
        return problemsOf(stack, (pool, machine) =>
          pool.platform === "aws" ? bootsOf(stack.stack, machine, claimImage).map((boot) => withType(pool, boot)) : [],
        );
      },
    },
  ],
};

const NOTHING_LOCKED: ReadonlyMap<string, LockedRelease> = new Map();

/** What a pool is made for, which its images and extensions are. */
function poolClaims({ entry }: CheckedPool): ArchitectureClaim[] {
  return entry === undefined ? [] : claims("what the pool is made for", architectureOfWord(entry.architecture));
}

function made(pool: CheckedPool, boots: readonly MachineBoot[]): MachineBoot[] {
  return boots.map(({ machine, image }) => withType(pool, { machine, image: [...image, ...poolClaims(pool)] }));
}

/** Where the type tells nothing, the machine is what its pool is made for. */
function withType(pool: CheckedPool, { machine, image }: MachineBoot): MachineBoot {
  return { machine: machine.length > 0 ? machine : poolClaims(pool), image };
}

/** What a machine is and what it boots, in words; undefined where they go together. */
function mismatchOf({ machine, image }: MachineBoot): string | undefined {
  for (const is of machine) {
    const boots = image.find(({ architecture }) => architecture.name !== is.architecture.name);
    if (boots !== undefined) return `${is.architecture.name} (${is.by}), and the image is ${boots.architecture.name} (${boots.by})`;
  }
  return undefined;
}

function* problemsOf(
  { pools }: CheckedStack,
  bootsOfMachine: (pool: CheckedPool, machine: CheckedMachine) => readonly MachineBoot[],
): Generator<Problem> {
  for (const pool of pools) {
    const byMismatch = new Map<string, CheckedMachine[]>();
    for (const machine of pool.machines) {
      const found = bootsOfMachine(pool, machine).flatMap((boot) => mismatchOf(boot) ?? []);
      for (const mismatch of new Set(found)) byMismatch.set(mismatch, [...(byMismatch.get(mismatch) ?? []), machine]);
    }
    const [first] = byMismatch.keys();
    if (first === undefined) continue;
    const machines = pool.machines.filter((machine) => [...byMismatch.values()].some((some) => some.includes(machine)));
    const { who, are } = pool.kind === "group" ? { who: `machines of ${pool.name}`, are: "are" } : whom(pool, machines);
    yield {
      pool,
      subjects: subjectsOf(pool, machines),
      message: `${who} ${are} ${first}`,
      details:
        byMismatch.size === 1 ? [] : [...byMismatch].map(([mismatch, some]) => `${listed(some.map(({ name }) => name))}: ${mismatch}`),
    };
  }
}
