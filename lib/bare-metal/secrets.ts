import { IConstruct } from "constructs";
import { FlatcarError, didYouMean } from "../errors";
import { IgnitionConfig, IgnitionFile, SuspectedSecret, suspectedSecrets } from "../ignition";
import { HOSTNAME_PATH } from "../pool/reserved";
import { hasToken, sensitiveVariablesIn } from "../pool/tokens";
import type { NetBoot } from "./serve";

/** How many of the found places an error names. */
const NAMED = 5;

/**
 * Holds the machine configs of one pool against what may be read by anybody: matchbox gives a config to whoever asks with the MAC address.
 *
 * @see https://github.com/poseidon/matchbox/blob/v0.11.0/docs/matchbox.md
 */
export class SecretGuard {
  private readonly met = new Set<string>();
  private readonly harmless: WeakSet<object>;
  private readonly kinds = new Map<string, string | undefined>();
  private readonly booted = new Set<string>();

  /**
   * @param allowed names of places that may hold what looks secret
   * @param harmless entries of configs that need not be looked into
   */
  constructor(
    private readonly scope: IConstruct,
    private readonly allowed: readonly string[],
    harmless: readonly object[] = [],
  ) {
    this.harmless = new WeakSet(harmless);
  }

  /**
   * Checks the config of one node. What is found is named by place and kind; the secret itself is in no message.
   *
   * @throws FlatcarError `secret-served`
   */
  public check(node: string, config: IgnitionConfig): void {
    const unknown = this.withoutHarmless(config);
    const found = suspectedSecrets(unknown, (text) => this.kindOf(text));
    if (found.length === 0) for (const entry of entriesOf(unknown)) this.harmless.add(entry);
    this.refuse(`machine config of ${node}`, found);
  }

  /**
   * Checks what the iPXE script tells one node, which matchbox gives to whoever asks as well.
   *
   * @throws FlatcarError `secret-served`
   */
  public checkBoot(node: string, { kernel, initrd, args }: NetBoot): void {
    const places: readonly (readonly [string, readonly string[]])[] = [
      ["assets", [kernel, initrd]],
      ["kernelArguments", args],
    ];
    for (const [name, texts] of places) {
      // Most nodes are told the same.
      const shouldExist = texts.filter((text) => !this.booted.has(text));
      if (shouldExist.length === 0) continue;
      const found = suspectedSecrets({ kernelArguments: { shouldExist } }, (text) => this.kindOf(text));
      if (found.length === 0) for (const text of shouldExist) this.booted.add(text);
      this.refuse(
        `network boot of ${node}`,
        found.map(({ field, kind }) => ({ name, field, kind })),
      );
    }
  }

  private refuse(subject: string, found: readonly SuspectedSecret[]): void {
    for (const { name } of found) this.met.add(name);
    const refused = found.filter(({ name }) => !this.allowed.includes(name));
    if (refused.length === 0) return;
    const names = [...new Set(refused.map(({ name }) => name))];
    throw new FlatcarError({
      code: "secret-served",
      subject,
      received: shownPlaces(refused),
      allowed:
        "nothing that looks secret, unless 'allowSecrets' names its place: matchbox gives what it serves to whoever asks with the MAC address",
      mend: `bring it to the machine another way, or, where everybody on the network may read it, give allowSecrets: ${JSON.stringify(names)}`,
    });
  }

  /**
   * Checks, when every node is there, that each name met something: one that does not is a slip, or a door left open.
   *
   * @throws FlatcarError `secret-unknown`
   */
  public finish(): void {
    const unknown = this.allowed.find((name) => !this.met.has(name));
    if (unknown === undefined) return;
    const names = [...this.met];
    throw new FlatcarError({
      code: "secret-unknown",
      subject: "allowSecrets",
      received: unknown,
      allowed:
        names.length === 0
          ? "no name: nothing in the pool's configs looks secret"
          : `places that hold what looks secret: ${names.join(", ")}`,
      mend: didYouMean(unknown, names) ?? "take it out",
    });
  }

  // Nodes share most of their files and units, which are the same objects then: they are looked into once for the pool.
  private withoutHarmless(config: IgnitionConfig): IgnitionConfig {
    const { ignition, kernelArguments, passwd, storage, systemd } = config;
    const unmet = <T extends object>(section: T | undefined): T | undefined =>
      section !== undefined && this.harmless.has(section) ? undefined : section;
    const files = storage?.files?.filter((file) => !this.harmless.has(file) && !isKnownHostname(file));
    const units = systemd?.units?.filter((unit) => !this.harmless.has(unit));
    const users = passwd?.users?.filter((user) => !this.harmless.has(user));
    return {
      ...config,
      ignition: unmet(ignition),
      kernelArguments: unmet(kernelArguments),
      passwd: { ...passwd, users },
      storage: { ...storage, files },
      systemd: { ...systemd, units },
    };
  }

  // Nodes share most of their texts, and to look for variables is to look through the stack.
  private kindOf(text: string): string | undefined {
    if (!this.kinds.has(text)) {
      const [variable] = sensitiveVariablesIn(this.scope, text);
      this.kinds.set(text, variable === undefined ? undefined : `the sensitive variable ${variable}`);
    }
    return this.kinds.get(text);
  }
}

function entriesOf({ ignition, kernelArguments, passwd, storage, systemd }: IgnitionConfig): readonly object[] {
  const sections = [ignition, kernelArguments].filter((section) => section !== undefined);
  return [...sections, ...(passwd?.users ?? []), ...(storage?.files ?? []), ...(systemd?.units ?? [])];
}

// The pool's own file, in which there is nothing but the hostname: the one text that differs on every machine of a large pool.
function isKnownHostname({ path, contents }: IgnitionFile): boolean {
  return path === HOSTNAME_PATH && !hasToken(contents?.source ?? "");
}

function shownPlaces(found: readonly SuspectedSecret[]): string[] {
  const places = found.slice(0, NAMED).map(({ name, kind }) => `${name}: ${kind}`);
  return found.length > NAMED ? [...places, `… (${found.length})`] : places;
}
