import { IgnitionConfig } from "../../ignition";
import { listed } from "../listed";
import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { Severity } from "../severity";
import { fetchedBy } from "./fetched";
import { weaknessOf } from "./password-hash";
import type { Problem, Rule } from "./rule";
import { SecretSearch } from "./user-data-secrets";
import { Whom, subjectsOf, whom } from "./whom";

export const FC011: Rule = {
  id: "FC011",
  title: "secrets in user data",
  severity: Severity.FAIL,
  why: "User data is no place for secrets: every process on a machine can read it from the metadata service, so can whoever may look at the machine in the cloud, and it stands in the repository or in Terraform's state. What is fetched over plain http can be replaced by anybody on the way, a machine config with all that it does.",
  mend: "Bring it to the machine another way: let the machine fetch it by its own identity, or send it when the machine is up. Make a new one where it stands in the repository.",
  triggers:
    "A machine config with a file /etc/db.env in which DB_PASSWORD has a value, a user whose password_hash begins with $1$ (md5crypt), or a file whose source is http without a verification hash.",
  passes:
    "DB_PASSWORD_FILE=/run/secrets/db, which only names a file; a password_hash that begins with $6$ (sha512crypt); http with a hash. A sensitive variable in a machine config is a warning: it is in user data, but not in the repository. Of bare-metal pools secrets are not told again, since they refuse all that allowSecrets does not name.",
  parts: [
    {
      needs: [],
      *find({ stack }): Generator<Problem> {
        const search = new SecretSearch(stack.stack);
        for (const pool of stack.pools) for (const kind of KINDS) yield* problemOf(pool, kind, search);
      },
    },
  ],
};

/** One kind of problem. */
interface Kind {
  /** @default - the rule's */
  readonly severity?: Severity;
  /** What is so of a machine: a place for each. */
  places(machine: CheckedMachine, search: SecretSearch, pool: CheckedPool): readonly string[];
  says(whom: Whom, places: string): string;
  /** @default - the rule's */
  readonly mend?: string;
}

const KINDS: readonly Kind[] = [
  {
    places: (machine, search, pool) => (isGuarded(pool) ? [] : search.secretsOf(machine).written),
    says: ({ who, are }, places) => `${who} ${are} given what looks secret in user data: ${places}`,
  },
  {
    // It is not in the repository, and a machine that joins something must have some token.
    severity: Severity.WARN,
    places: (machine, search, pool) => (isGuarded(pool) ? [] : search.secretsOf(machine).sensitive),
    says: ({ who, are }, places) => `${who} ${are} given sensitive values in user data: ${places}`,
    mend: "let the machine fetch it by its own identity, or make it one that soon expires",
  },
  {
    places: ({ config, written }) => weakHashes(config ?? written ?? {}),
    says: ({ who, are }, places) => `${who} ${are} given weak password hashes: ${places}`,
    mend: "choose another password, and hash it by yescrypt, bcrypt or sha512crypt",
  },
  {
    places: ({ config, written }) => unsafeFetches(config ?? written ?? {}),
    says: ({ who, are }, places) => `${who} ${are} to fetch what anybody on the way can change: ${places}`,
    mend: "fetch it by https, or give the hash that it must have (verification.hash)",
  },
];

function* problemOf(pool: CheckedPool, { severity, places, says, mend }: Kind, search: SecretSearch): Generator<Problem> {
  const found = pool.machines
    .map((machine) => ({ machine, places: places(machine, search, pool) }))
    .filter((each) => each.places.length > 0);
  if (found.length === 0) return;
  const machines = found.map(({ machine }) => machine);
  const all = [...new Set(found.flatMap((each) => each.places))];
  yield {
    pool,
    ...(severity === undefined ? {} : { severity }),
    subjects: subjectsOf(pool, machines),
    message: says(whom(pool, machines), listed(all, SHOWN)),
    ...(mend === undefined ? {} : { mend }),
    details: all.length > SHOWN ? all : [],
  };
}

/** Places that a message names. */
const SHOWN = 3;

/** Bare-metal pools of this package refuse secrets themselves, but for those that `allowSecrets` names: see `lib/bare-metal/secrets.ts`. */
function isGuarded({ entry, platform }: CheckedPool): boolean {
  return entry !== undefined && platform === "bare-metal";
}

function weakHashes({ passwd }: IgnitionConfig): string[] {
  return [...(passwd?.users ?? []), ...(passwd?.groups ?? [])].flatMap(({ name, passwordHash = "" }) => {
    const weakness = weaknessOf(passwordHash);
    return weakness === undefined ? [] : [`${name} (${weakness})`];
  });
}

function unsafeFetches(config: IgnitionConfig): string[] {
  const unsafe = fetchedBy(config).filter(({ scheme, isLocal, isVerified }) => PLAIN.includes(scheme) && !isLocal && !isVerified);
  return unsafe.map(({ name, scheme }) => `${name} (${scheme})`);
}

/** Schemes by which nothing proves that what arrives is what was sent. */
const PLAIN: readonly string[] = ["http", "tftp"];
