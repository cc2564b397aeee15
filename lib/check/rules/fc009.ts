import { FlatcarError } from "../../errors";
import { IgnitionSpecVersion } from "../../ignition";
import { IgnitionSupport, highestSpec } from "../../release";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { Severity } from "../severity";
import type { ReleaseEntry } from "../synth/manifest";
import { grouped } from "./machine-groups";
import { isLts, releaseName, versionOf } from "./release-names";
import type { Problem, Rule } from "./rule";
import { subjectsOf, whom } from "./whom";

/** A config that nobody at the machine's first boot reads. */
interface Unread {
  /** The spec that the machine gets. */
  readonly spec: string;
  /** Undefined where matchbox does not read it. */
  readonly release?: ReleaseEntry;
  /** The version of Ignition on the release, where that is known. */
  readonly ignition?: string;
  /** The highest spec that is read; undefined where that is one of version 2. */
  readonly highest?: string;
}

/**
 * What matchbox reads at most, and writes every config in that it serves. Of one that it does not read it serves an empty one.
 *
 * @see https://github.com/poseidon/matchbox/blob/v0.11.0/matchbox/http/ignition.go
 */
const MATCHBOX_SPEC = IgnitionSpecVersion.V3_4_0;

/** Machine configs that are too new for the Ignition that is to read them. */
export const FC009: Rule = {
  id: "FC009",
  title: "Ignition spec newer than the release reads",
  severity: Severity.FAIL,
  why:
    "Ignition refuses a config of a spec that it does not know, and the first boot ends in an emergency shell that on a cloud nobody sees. Releases of LTS have " +
    "an older Ignition than those of stable. matchbox serves an empty config in place of one that is too new for it. " +
    "Which Ignition reads which spec: https://coreos.github.io/ignition/specs/.",
  mend: "Write the config for a spec that the release reads (3.4.0 is read by every supported channel), or choose a newer release.",
  triggers: "A server that boots LTS 2024 (4081.3.10, Ignition 2.19.0) has a config of spec 3.5.0.",
  passes: "The same config with stable 4593.2.5 (Ignition 2.24.0), or one of spec 3.4.0 with LTS 2024.",
  parts: [{ needs: [], find: ({ stack }) => stack.pools.flatMap(problemsOf) }],
};

function problemsOf(pool: CheckedPool): Problem[] {
  return grouped(pool.machines, (machine) => unread(pool, machine)).map(({ of, machines }) => {
    const { who, are } = whom(pool, machines);
    return { pool, subjects: subjectsOf(pool, machines), message: `${who} ${are} given ${saying(of)}`, mend: mendOf(of) };
  });
}

function unread({ platform }: CheckedPool, { config, written, wrapperVersions, release }: CheckedMachine): Unread | undefined {
  // What is merged into the config has the highest version of all, where it could be read.
  const named = [...wrapperVersions, written?.ignition?.version, config?.ignition?.version].filter((each) => each !== undefined);
  const [outermost] = named;
  if (outermost === undefined) return undefined;
  const highest = MATCHBOX_SPEC.toString();
  // Of what is in a data: URL matchbox reads nothing.
  const isServed = platform === "bare-metal" && isSpec(outermost);
  if (isServed && !matchboxReads(outermost)) return { spec: outermost, highest };
  const support = release === undefined ? undefined : supportOf(release);
  if (support === undefined) return undefined;
  const specs = isServed ? [highest, ...named.slice(1)] : named;
  const spec = specs.find((each) => !isRead(each, support.highest));
  return spec === undefined ? undefined : { spec, release, ...support };
}

/** The Ignition of a release, and what it reads; undefined where that is not known. */
function supportOf(release: ReleaseEntry): Pick<Unread, "ignition" | "highest"> | undefined {
  if (release.ignition !== undefined) return { ignition: release.ignition, highest: highestSpec(release.ignition) };
  const version = versionOf(release);
  if (version === undefined) return undefined;
  try {
    const { ignition, spec } = IgnitionSupport.of(version);
    return { ignition, highest: spec };
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return {};
    throw e;
  }
}

/** Whether a config names a spec; else it is an expression, or no config of Ignition at all. */
function isSpec(named: string): boolean {
  return minorOf(named) !== undefined || isTranslated(named);
}

/** Configs of version 1 and 2, which Flatcar's Ignition translates: https://www.flatcar.org/docs/latest/provisioning/ignition/specification/ */
function isTranslated(named: string): boolean {
  return /^[12]\./.test(named);
}

function matchboxReads(named: string): boolean {
  const minor = minorOf(named);
  return minor !== undefined && minor <= MATCHBOX_SPEC.minor && !isExperimental(named);
}

/** Whether a release reads a config, by the highest spec that it reads. */
function isRead(named: string, highest: string | undefined): boolean {
  const minor = minorOf(named);
  if (minor === undefined) return true;
  const most = highest === undefined ? undefined : minorOf(highest);
  if (most === undefined) return false;
  // An experimental spec is read where it is the next one: https://coreos.github.io/ignition/specs/#experimental-specification-versions
  return isExperimental(named) ? minor === most + 1 : minor <= most;
}

function isExperimental(named: string): boolean {
  return named.endsWith("-experimental");
}

function minorOf(spec: string): number | undefined {
  const minor = /^3\.(\d+)\.\d+(?:-experimental)?$/.exec(spec)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

function saying({ spec, release, ignition, highest }: Unread): string {
  const config = `a machine config of Ignition spec ${spec}`;
  if (release === undefined) return `${config}, in place of which matchbox serves an empty one: it reads ${highest} at most`;
  const reads = highest === undefined ? "spec 2 only" : `${highest} at most`;
  const with_ = ignition === undefined ? "" : ` with its Ignition ${ignition}`;
  return `${config}, and ${releaseName(release)}${with_} reads ${reads}`;
}

function mendOf({ spec, release, highest }: Unread): string {
  if (release === undefined) return `write the config for spec ${highest}`;
  const newer = `choose a release whose Ignition reads ${spec}${isLts(release) ? ", of a newer stream or of stable" : ""}`;
  return highest === undefined ? newer : `write the config for spec ${highest}, or ${newer}`;
}
