import { IgnitionConfig, SuspectedSecret, decodeDataUrl, maskSecrets, suspectedSecrets } from "../../ignition";
import { secretKinds, secretKindsOfBytes } from "../../ignition/secret-text";
import { FlatcarError } from "../../errors";
import type { CheckedMachine } from "../model/checked-machine";
import type { SynthesisedStack } from "../synth/stack";
import { terraformText } from "../synth/terraform-text";

/** What in user data is secret: places with what is there, `/etc/db.env (a password)`. */
export interface UserDataSecrets {
  /** What stands there looks secret. */
  readonly written: readonly string[];
  /** What comes there at apply Terraform holds for secret. */
  readonly sensitive: readonly string[];
}

/** Looks through the user data of machines, of which most are alike: each part is looked into once. */
export class SecretSearch {
  private readonly known = new Map<string, readonly SuspectedSecret[]>();
  private readonly ofMachines = new Map<CheckedMachine, UserDataSecrets>();
  private readonly sensitive: SensitiveValues;

  constructor(private readonly stack: SynthesisedStack) {
    this.sensitive = new SensitiveValues(stack.sensitiveVariables ?? []);
  }

  /** What is secret in the user data of a machine; password hashes of users and groups are left to whoever knows how strong they are. */
  public secretsOf(machine: CheckedMachine): UserDataSecrets {
    const found = this.ofMachines.get(machine) ?? this.search(machine);
    this.ofMachines.set(machine, found);
    return found;
  }

  private search(machine: CheckedMachine): UserDataSecrets {
    const found = machine.written === undefined ? this.inText(machine) : partsOf(machine.written).flatMap((part) => this.inPart(part));
    const shown = (isSensitive: boolean): string[] => {
      const some = found.filter(({ kind }) => SensitiveValues.isKind(kind) === isSensitive);
      return [...new Set(some.map(({ name, kind }) => `${maskSecrets(name)} (${kind})`))];
    };
    return { written: shown(false), sensitive: shown(true) };
  }

  private inPart(part: IgnitionConfig): readonly SuspectedSecret[] {
    const key = JSON.stringify(part);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = suspectedSecrets(part, (text) => this.sensitive.kindOf(decoded(text))).filter(({ field }) => !PASSWORD_HASH.test(field));
    this.known.set(key, found);
    return found;
  }

  /** Scripts, and configs of cloud-init, are user data too. */
  private inText({ place }: CheckedMachine): SuspectedSecret[] {
    const [type, name] = place?.address.split(".") ?? [];
    const value = place === undefined ? undefined : this.stack.resources[type]?.[name]?.[place.attribute];
    if (place === undefined || typeof value !== "string") return [];
    const text = terraformText(value, this.stack.locals);
    const kinds = place.encoding === "base64" ? secretKindsOfBytes(Buffer.from(text, "base64")) : secretKinds(text);
    const sensitive = this.sensitive.kindOf(place.encoding === "base64" ? Buffer.from(text, "base64").toString("utf8") : text);
    const all = [...kinds, ...(sensitive === undefined ? [] : [sensitive])];
    return all.map((kind) => ({ name: `${place.address}.${place.attribute}`, field: "", kind }));
  }
}

const PASSWORD_HASH = /(?:^|: )passwd\.(?:users|groups)\.\d+\.passwordHash$/;

/** A config in parts that machines of a pool have in common. */
function partsOf({ ignition, kernelArguments, passwd, storage, systemd }: IgnitionConfig): IgnitionConfig[] {
  const { files = [], ...disks } = storage ?? {};
  return [
    { ignition, kernelArguments, passwd, storage: disks },
    ...files.map((file) => ({ storage: { files: [file] } })),
    ...(systemd?.units ?? []).map((unit) => ({ systemd: { units: [unit] } })),
  ];
}

/** Expressions whose values are secret. */
class SensitiveValues {
  public static isKind(kind: string): boolean {
    return kind.startsWith(KIND);
  }

  constructor(private readonly variables: readonly string[]) {}

  /** What of it a text has in it; undefined where it has nothing. */
  public kindOf(text: string): string | undefined {
    if (!text.includes("${")) return undefined;
    for (const [, code] of text.matchAll(/\$\{([^}]*)\}/g)) {
      const variable = [...code.matchAll(/(?<![\w.-])var\.([\w-]+)/g)].find(([, name]) => this.variables.includes(name))?.[0];
      const resource = MADE_SECRET.exec(code)?.[0];
      const found = variable ?? resource;
      if (found !== undefined) return `${KIND} ${found}`;
    }
    return undefined;
  }
}

const KIND = "the value of";
// https://registry.terraform.io/providers/hashicorp/random/latest/docs/resources/password, https://registry.terraform.io/providers/hashicorp/tls/latest/docs/resources/private_key
const MADE_SECRET = /(?<![\w.-])(?:random_password\.[\w-]+|tls_private_key\.[\w-]+)(?:\[[^\]]*\])?\.(?:result|private_key_\w+)/;

function decoded(text: string): string {
  if (!/^data:/i.test(text)) return text;
  try {
    return Buffer.from(decodeDataUrl(text)).toString("utf8");
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return text;
    throw e;
  }
}
