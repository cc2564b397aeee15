import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { Severity } from "../severity";
import type { SynthesisedStack } from "../synth/stack";
import { isGivenLogin } from "./given-keys";
import { forbidsAutologin, hasLogin } from "./logins";
import type { Problem, Rule } from "./rule";
import { Whom, subjectsOf, whom } from "./whom";

export const FC013: Rule = {
  id: "FC013",
  title: "nobody can log in",
  severity: Severity.FAIL,
  why: "Flatcar has no password and no key of its own. What goes wrong on a machine that nobody can log in to cannot be looked into, and only another machine mends it.",
  mend: "Give the pool sshAuthorizedKeys, or a user of the group sudo a key. Where nobody is meant to log in, accept that by an override.",
  triggers:
    "A pool without sshAuthorizedKeys whose machine config gives no user a key, or gives one only to a user who may not become root.",
  passes:
    "The same with an AWS key_name, ssh_keys of Hetzner Cloud, a key in /home/core/.ssh/authorized_keys.d, or the kernel argument flatcar.autologin. On libvirt, where the image opens the console by itself, it is a warning.",
  parts: [
    {
      needs: [],
      *find({ stack }): Generator<Problem> {
        for (const pool of stack.pools) {
          const access = new Map(pool.machines.map((machine) => [machine, accessTo(stack.stack, pool, machine)]));
          for (const [kind, severity, says] of KINDS) {
            const machines = pool.machines.filter((machine) => access.get(machine) === kind);
            if (machines.length > 0) yield { pool, severity, subjects: subjectsOf(pool, machines), message: says(whom(pool, machines)) };
          }
        }
      },
    },
  ],
};

/** Who gets into a machine, where that is few. */
enum Access {
  NOBODY,
  /** Whoever has its console, since the image asks for nothing there. */
  CONSOLE,
}

const NO_CREDENTIALS = "no SSH key and no password for core or a user with sudo";

const KINDS: readonly (readonly [access: Access, severity: Severity, says: (whom: Whom) => string])[] = [
  [Access.NOBODY, Severity.FAIL, ({ who, are }) => `${who} ${are} closed to everybody: ${NO_CREDENTIALS}`],
  [
    Access.CONSOLE,
    Severity.WARN,
    ({ who, are }) => `${who} ${are} open on the console alone, where the image asks for nothing: ${NO_CREDENTIALS}`,
  ],
];

/** Undefined where somebody can log in, and where nobody knows, since parts of the config are fetched or it is no machine config. */
function accessTo(stack: SynthesisedStack, { platform }: CheckedPool, machine: CheckedMachine): Access | undefined {
  const { config } = machine;
  if (config?.ignition?.version === undefined || config.ignition.config !== undefined) return undefined;
  if (hasLogin(config) || isGivenLogin(stack, machine, config)) return undefined;
  // Flatcar's image for QEMU boots with flatcar.autologin: https://github.com/flatcar/scripts/tree/main/build_library/oem
  return platform === "libvirt" && !forbidsAutologin(config) ? Access.CONSOLE : Access.NOBODY;
}
