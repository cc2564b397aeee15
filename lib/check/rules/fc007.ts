import type { LockedRelease } from "../../release/release";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool, CheckedStack } from "../model/checked-stack";
import { labelledRelease } from "../model/foreign-release";
import { MachinePair, poolPairs } from "../model/pairs";
import { Severity } from "../severity";
import { ImageLookup, filterOf, machineImage } from "../synth/machine-image";
import type { SynthesisedStack } from "../synth/stack";
import { isRotated } from "./image-rotation";
import { lockedOf } from "./locked";
import { lockedSnapshots, snapshotHash } from "./locked-snapshot";
import { grouped } from "./machine-groups";
import { PlannedImage, keepsImage, plannedImages } from "./planned-image";
import { isOfFlatcar, lockedAmis, regionOf } from "./published-ami";
import { releaseName } from "./release-names";
import { Need, Problem, Rule } from "./rule";
import { subjectsOf, whom } from "./whom";

/** Digits of a hash in a message: enough to tell one from another. */
const SHOWN_DIGITS = 16;

/** Images that are other ones although nobody has chosen another release. */
export const FC007: Rule = {
  id: "FC007",
  title: "image pin drift",
  severity: Severity.FAIL,
  why:
    "What boots is to be what somebody has chosen. A lookup of the newest image finds another one as soon as somebody publishes it, and then a plan replaces " +
    "machines although nobody has changed anything. Another image under the same version is one that nobody has reviewed: published files never change, and a name " +
    "or a label can be anybody's.",
  mend: "Name an image by its exact version, and let the lock say which one it is (AwsImage.byLock(), HetznerImage.byLock()).",
  triggers:
    "An instance is made from data.aws_ami with most_recent and the name Flatcar-stable-*; or from another AMI than the lock has for the version and region; or a " +
    "server from a snapshot whose label flatcar-sha512 is not the lock's.",
  passes: "The AMI is looked up by the name Flatcar-stable-4593.2.5-hvm, and is the one that the lock has.",
  parts: [
    { needs: [], find: ({ stack }) => stack.pools.flatMap((pool) => movingImages(stack.stack, pool)) },
    { needs: [Need.PLAN], find: ({ stack }) => swappedImages(stack) },
    { needs: [Need.LOCK], find: ({ stack, lock = new Map() }) => stack.pools.flatMap((pool) => unlockedSnapshots(stack, pool, lock)) },
    { needs: [Need.LOCK, Need.PLAN], find: ({ stack, lock = new Map() }) => unlockedImages(stack, lock) },
  ],
};

/** Images that are looked up by more than their exact names. */
function movingImages(stack: SynthesisedStack, pool: CheckedPool): Problem[] {
  const moving = grouped(pool.machines, (machine) => {
    const lookup = machineImage(stack, machine.address)?.lookup;
    if (lookup === undefined || !isMoving(stack, lookup)) return undefined;
    return { lookup: lookup.address, isKept: isRotated(stack, pool, machine) === false };
  });
  return moving.map(({ of: { lookup, isKept }, machines }) => {
    const { who, are } = whom(pool, machines);
    const then = isKept
      ? "a machine that is made tomorrow may come from another one"
      : "a plan replaces machines by itself once there is another one";
    return {
      ...{ pool, subjects: subjectsOf(pool, machines), ...(isKept ? { severity: Severity.WARN } : {}) },
      message: `${who} ${are} made from whichever image ${lookup} finds last (most_recent): ${then}`,
      mend: "take most_recent out, and ask for the image of one exact version",
    };
  });
}

function isMoving(stack: SynthesisedStack, lookup: ImageLookup): boolean {
  if (lookup.data.most_recent !== true) return false;
  // Of snapshots several may have the same labels.
  if (lookup.type !== "aws_ami") return true;
  // A name is of one AMI in an account and a region: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateImage.html
  const names = filterOf(lookup, "name", stack) ?? [];
  const owners: readonly unknown[] = Array.isArray(lookup.data.owners) ? lookup.data.owners : [];
  return names.length !== 1 || owners.length !== 1 || /[*?]/.test(names[0]);
}

/** Other images for the same releases. */
function swappedImages(stack: CheckedStack): Problem[] {
  const imagesOf = plannedImages(stack);
  const known = new Map(poolPairs(stack).flatMap(({ before, after, machines }) => unchanged(before, after, machines)));
  return stack.pools.flatMap((pool) => {
    const swapped = grouped(pool.machines, (machine) => {
      const found = imagesOf(machine).find((planned) => isSwapped(planned, known.has(machine)));
      if (found === undefined) return undefined;
      const { image, change, owner } = found;
      const release = labelledRelease(owner?.after ?? {}) ?? machine.release;
      return { from: change.before[image.attribute], to: change.after[image.attribute], release };
    });
    return swapped.map(({ of: { from, to, release }, machines }) => {
      const { who, are } = whom(pool, machines);
      const same = release === undefined ? "the same release" : `the same release, ${releaseName(release)}`;
      return {
        ...{ pool, subjects: subjectsOf(pool, machines) },
        message: `${who} ${are} planned with another image of ${same}: ${String(from)} becomes ${String(to)}`,
        mend: "find out who made the other image and why, and name the one that is meant by its id or by the lock",
      };
    });
  });
}

/** The machines whose release and architecture are those of the base. */
function unchanged(before: CheckedPool, after: CheckedPool, machines: readonly MachinePair[]): [CheckedMachine, true][] {
  if (before.entry?.architecture !== after.entry?.architecture) return [];
  return machines.flatMap((pair): [CheckedMachine, true][] =>
    pair.after.release !== undefined && pair.before.release?.version === pair.after.release.version ? [[pair.after, true]] : [],
  );
}

function isSwapped({ image: { attribute }, change, owner }: PlannedImage, isSameByBase: boolean): boolean {
  const [from, to] = [change.before[attribute], change.after[attribute]];
  if (typeof from !== "string" || typeof to !== "string" || from === to) return false;
  // Another type of machine may be of another architecture, which has images of its own.
  if (["server_type", "instance_type"].some((type) => change.before[type] !== change.after[type])) return false;
  // What a machine says of itself counts more: one that keeps its image keeps its labels.
  const [before, after] = [labelledRelease(owner?.before ?? {}), labelledRelease(owner?.after ?? {})];
  return before !== undefined && after !== undefined ? before.version === after.version : isSameByBase;
}

/** Other AMIs than a lock has for the releases. */
function unlockedImages(stack: CheckedStack, lock: ReadonlyMap<string, LockedRelease>): Problem[] {
  const imagesOf = plannedImages(stack);
  return stack.pools.flatMap((pool) => {
    const unlocked = grouped(pool.machines, (machine) => {
      const { release } = machine;
      const entry = release === undefined ? undefined : lockedOf(lock, release);
      if (release === undefined || entry === undefined) return undefined;
      const images = imagesOf(machine).filter((planned) => !keepsImage(stack, planned));
      const found = images.map((planned) => unlockedAmi(stack, pool, planned, entry.release)).find((each) => each !== undefined);
      return found === undefined ? undefined : { ...found, name: entry.name, release: releaseName(release) };
    });
    return unlocked.map(({ of: { ami, expected, region, name, release }, machines }) => {
      const { who, are } = whom(pool, machines);
      const where = region === undefined ? "" : ` in ${region}`;
      const locked = expected.length === 1 ? expected[0] : "other ones";
      return {
        ...{ pool, subjects: subjectsOf(pool, machines) },
        message: `${who} ${are} planned with the AMI ${ami}, and the lock has ${locked} under ${name} for ${release}${where}`,
        mend: "use AwsImage.byLock(); whether what is locked is what is published, cdktf-flatcar lock verify tells",
      };
    });
  });
}

/** Snapshots of Hetzner Cloud that are asked for by another hash than a lock has for the releases. */
function unlockedSnapshots({ stack }: CheckedStack, pool: CheckedPool, lock: ReadonlyMap<string, LockedRelease>): Problem[] {
  const unlocked = grouped(pool.machines, ({ address, release }) => {
    const lookup = machineImage(stack, address)?.lookup;
    const hash = lookup === undefined ? undefined : snapshotHash(lookup, stack);
    const entry = release === undefined ? undefined : lockedOf(lock, release);
    if (hash === undefined || release === undefined || entry === undefined) return undefined;
    const expected = lockedSnapshots(entry.release, pool.entry?.architecture);
    if (expected.length === 0 || expected.includes(hash)) return undefined;
    return { hash, expected, name: entry.name, release: releaseName(release) };
  });
  return unlocked.map(({ of: { hash, expected, name, release }, machines }) => {
    const { who, are } = whom(pool, machines);
    const [asked, locked] = [hash, expected.length === 1 ? expected[0] : undefined].map((each) => each?.slice(0, SHOWN_DIGITS));
    const other = locked === undefined ? "other ones" : `${locked}…`;
    return {
      ...{ pool, subjects: subjectsOf(pool, machines) },
      message: `${who} ${are} made from a snapshot of the file with the SHA-512 ${asked}…, and the lock has ${other} under ${name} for ${release}`,
      mend: "synthesise with that lock (HetznerImage.byLock()); whether what is locked is what is published, cdktf-flatcar lock verify tells",
    };
  });
}

interface UnlockedAmi {
  readonly ami: string;
  readonly expected: readonly string[];
  readonly region?: string;
}

function unlockedAmi(
  { stack }: CheckedStack,
  { entry }: CheckedPool,
  { image, change }: PlannedImage,
  locked: LockedRelease,
): UnlockedAmi | undefined {
  const ami = change.after[image.attribute];
  const isAmi = typeof ami === "string" && ami.startsWith("ami-");
  if (!isAmi || (image.lookup !== undefined && !isOfFlatcar(image.lookup))) return undefined;
  const region = regionOf(stack, image);
  const expected = lockedAmis(locked, entry?.architecture, region);
  return expected.length === 0 || expected.includes(ami) ? undefined : { ami, expected, ...(region === undefined ? {} : { region }) };
}
