import { ScalarField, Struct, StructSpec } from "../schema";
import { ownerOf } from "../writers";

/** What Ignition takes where a field is absent; of flags that are not here, false. https://coreos.github.io/ignition/configuration-v3_5/ */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  "directory.mode": 0o755,
  "file.mode": 0o644,
  "group.shouldExist": true,
  "partition.number": 0,
  "partition.shouldExist": true,
  "raid.spares": 0,
  "timeouts.httpResponseHeaders": 10,
  "timeouts.httpTotal": 0,
  // The presets of the image decide.
  "unit.enabled": undefined,
  "user.shouldExist": true,
};

/** What a field means: its value, or Ignition's default. An empty string is absent, but for a password, which is taken away by it. */
export function meaningOf(spec: StructSpec, field: ScalarField, value: Struct | undefined): unknown {
  const given = value?.[field.name] ?? undefined;
  if (given === "" && field.name !== "passwordHash") return undefined;
  if (given !== undefined) return given;
  const key = `${spec.name}.${field.name}`;
  return Object.hasOwn(DEFAULTS, key) ? DEFAULTS[key] : field.kind === "boolean" ? false : undefined;
}

/** Whom a node belongs to: 0 for root, else an id or a name. */
export function ownerMeaning(owner: Struct | undefined): string | number {
  const { id, name } = owner ?? {};
  return ownerOf({ ...(typeof id === "number" && { id }), ...(typeof name === "string" && { name }) });
}
