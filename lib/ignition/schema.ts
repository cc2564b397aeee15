import { IgnitionSpecVersion } from "./spec-version";

/** An object of a config as the walkers see it. */
export type Struct = Readonly<Record<string, unknown>>;

/** How Ignition holds a scalar, which decides what an absent or empty one means. */
export enum Presence {
  /** Absent and empty differ; set values are written whatever they are, a child overrides only where it is set. */
  OPTIONAL,
  /** Absent and empty are the same, and neither is written. */
  PLAIN,
  /** Absent and empty are the same, and the empty value is written. */
  ALWAYS,
}

interface FieldBase {
  readonly name: string;
  /** The first spec version that has the field. */
  readonly since: IgnitionSpecVersion;
}

/** A string, integer or boolean. */
export interface ScalarField extends FieldBase {
  readonly kind: "string" | "integer" | "boolean";
  readonly presence: Presence;
}

/** An object. */
export interface StructField extends FieldBase {
  readonly kind: "struct";
  readonly struct: StructSpec;
}

interface ListBase extends FieldBase {
  /** Entries may repeat, and merging appends: Ignition's `IgnoreDuplicates`. */
  readonly exempt: boolean;
  /** Lists of one struct with the same key space must not share a key: Ignition's `MergedKeys`. */
  readonly keySpace: string;
}

/** A list of strings, each its own key. */
export interface StringListField extends ListBase {
  readonly kind: "strings";
}

/** A list of objects. */
export interface StructListField extends ListBase {
  readonly kind: "structs";
  readonly struct: StructSpec;
  /** A child entry without this field removes the parent's entry of its key. */
  readonly removedWithout?: string;
}

export type ListField = StringListField | StructListField;
export type FieldSpec = ScalarField | StructField | ListField;

/** One object type: its fields in the order in which Ignition writes them. */
export interface StructSpec {
  readonly name: string;
  readonly fields: readonly FieldSpec[];
  readonly byName: ReadonlyMap<string, FieldSpec>;
  /** The key of an entry in the lists that hold this type; entries of exempt lists have none. */
  readonly key?: (entry: Struct) => string;
}

const { V3_0_0, V3_1_0, V3_2_0, V3_3_0, V3_4_0, V3_5_0 } = IgnitionSpecVersion;

const text = (name: string, since = V3_0_0): ScalarField => ({ name, kind: "string", presence: Presence.OPTIONAL, since });
const integer = (name: string, since = V3_0_0): ScalarField => ({ name, kind: "integer", presence: Presence.OPTIONAL, since });
const flag = (name: string, since = V3_0_0): ScalarField => ({ name, kind: "boolean", presence: Presence.OPTIONAL, since });
const keyText = (name: string): ScalarField => ({ name, kind: "string", presence: Presence.ALWAYS, since: V3_0_0 });
const object = (name: string, spec: StructSpec, since = V3_0_0): StructField => ({ name, kind: "struct", struct: spec, since });
const strings = (name: string, since = V3_0_0, keySpace = name): StringListField => ({
  name,
  kind: "strings",
  exempt: false,
  keySpace,
  since,
});
const exemptStrings = (name: string, since = V3_0_0): StringListField => ({ name, kind: "strings", exempt: true, keySpace: name, since });
const list = (name: string, spec: StructSpec, since = V3_0_0, keySpace = name): StructListField => ({
  name,
  kind: "structs",
  struct: spec,
  exempt: false,
  keySpace,
  since,
});

function struct(name: string, fields: readonly FieldSpec[], key?: (entry: Struct) => string): StructSpec {
  return { name, fields, byName: new Map(fields.map((field) => [field.name, field])), key };
}

function keyedBy(field: string): (entry: Struct) => string {
  return (entry) => {
    const key = entry[field];
    return typeof key === "string" ? key : "";
  };
}

function partitionKey(entry: Struct): string {
  if (typeof entry.number === "number" && entry.number !== 0) return `number:${entry.number}`;
  return typeof entry.label === "string" ? `label:${entry.label}` : "";
}

const VERIFICATION = struct("verification", [text("hash")]);
const HTTP_HEADER = struct("http header", [keyText("name"), text("value")], keyedBy("name"));
const HTTP_HEADERS: StructListField = { ...list("httpHeaders", HTTP_HEADER, V3_1_0), removedWithout: "value" };
const RESOURCE = struct(
  "resource",
  [text("compression"), HTTP_HEADERS, text("source"), object("verification", VERIFICATION)],
  keyedBy("source"),
);
// In 3.0.0 a config or an authority was only a source and its hash.
const REFERENCE = struct(
  "reference",
  [text("compression", V3_1_0), HTTP_HEADERS, text("source"), object("verification", VERIFICATION)],
  keyedBy("source"),
);

const REFERENCES = struct("references", [list("merge", REFERENCE), object("replace", REFERENCE)]);
const PROXY = struct("proxy", [text("httpProxy"), text("httpsProxy"), strings("noProxy")]);
const TLS = struct("tls", [list("certificateAuthorities", REFERENCE)]);
const SECURITY = struct("security", [object("tls", TLS)]);
const TIMEOUTS = struct("timeouts", [integer("httpResponseHeaders"), integer("httpTotal")]);
const IGNITION = struct("ignition", [
  object("config", REFERENCES),
  object("proxy", PROXY, V3_1_0),
  object("security", SECURITY),
  object("timeouts", TIMEOUTS),
  text("version"),
]);

const KERNEL_ARGUMENTS = struct("kernelArguments", [
  strings("shouldExist", V3_3_0, "argument"),
  strings("shouldNotExist", V3_3_0, "argument"),
]);

const GROUP = struct(
  "group",
  [integer("gid"), keyText("name"), text("passwordHash"), flag("shouldExist", V3_2_0), flag("system")],
  keyedBy("name"),
);
const USER = struct(
  "user",
  [
    text("gecos"),
    strings("groups"),
    text("homeDir"),
    keyText("name"),
    flag("noCreateHome"),
    flag("noLogInit"),
    flag("noUserGroup"),
    text("passwordHash"),
    text("primaryGroup"),
    strings("sshAuthorizedKeys"),
    text("shell"),
    flag("shouldExist", V3_2_0),
    flag("system"),
    integer("uid"),
  ],
  keyedBy("name"),
);
const PASSWD = struct("passwd", [list("groups", GROUP), list("users", USER)]);

const OWNER = struct("owner", [integer("id"), text("name")]);
const NODE = [object("group", OWNER), flag("overwrite"), keyText("path"), object("user", OWNER)];
const DIRECTORY = struct("directory", [...NODE, integer("mode")], keyedBy("path"));
const FILE = struct(
  "file",
  [...NODE, { ...list("append", RESOURCE), exempt: true }, object("contents", RESOURCE), integer("mode")],
  keyedBy("path"),
);
const LINK = struct("link", [...NODE, flag("hard"), text("target")], keyedBy("path"));
const PARTITION = struct(
  "partition",
  [
    text("guid"),
    text("label"),
    { name: "number", kind: "integer", presence: Presence.PLAIN, since: V3_0_0 },
    flag("resize", V3_2_0),
    flag("shouldExist"),
    integer("sizeMiB"),
    integer("startMiB"),
    text("typeGuid"),
    flag("wipePartitionEntry"),
  ],
  partitionKey,
);
const DISK = struct("disk", [keyText("device"), list("partitions", PARTITION), flag("wipeTable")], keyedBy("device"));
const FILESYSTEM = struct(
  "filesystem",
  [
    keyText("device"),
    text("format"),
    text("label"),
    exemptStrings("mountOptions", V3_1_0),
    exemptStrings("options"),
    text("path"),
    text("uuid"),
    flag("wipeFilesystem"),
  ],
  keyedBy("device"),
);
const CEX = struct("cex", [flag("enabled", V3_5_0)]);
const CLEVIS_CUSTOM = struct("custom", [text("config"), flag("needsNetwork"), text("pin")]);
const TANG = struct(
  "tang",
  [text("advertisement", V3_4_0), text("thumbprint"), { name: "url", kind: "string", presence: Presence.PLAIN, since: V3_2_0 }],
  keyedBy("url"),
);
const CLEVIS = struct("clevis", [object("custom", CLEVIS_CUSTOM), list("tang", TANG), integer("threshold"), flag("tpm2")]);
const LUKS = struct(
  "luks",
  [
    object("cex", CEX, V3_5_0),
    object("clevis", CLEVIS),
    text("device"),
    flag("discard", V3_4_0),
    object("keyFile", RESOURCE),
    text("label"),
    keyText("name"),
    strings("openOptions", V3_4_0),
    exemptStrings("options"),
    text("uuid"),
    flag("wipeVolume"),
  ],
  keyedBy("name"),
);
const RAID = struct(
  "raid",
  [strings("devices"), text("level"), keyText("name"), exemptStrings("options"), integer("spares")],
  keyedBy("name"),
);
const STORAGE = struct("storage", [
  list("directories", DIRECTORY, V3_0_0, "node"),
  list("disks", DISK),
  list("files", FILE, V3_0_0, "node"),
  list("filesystems", FILESYSTEM),
  list("links", LINK, V3_0_0, "node"),
  list("luks", LUKS, V3_2_0),
  list("raid", RAID),
]);

const DROPIN = struct("dropin", [text("contents"), keyText("name")], keyedBy("name"));
const UNIT = struct("unit", [text("contents"), list("dropins", DROPIN), flag("enabled"), flag("mask"), keyText("name")], keyedBy("name"));
const SYSTEMD = struct("systemd", [list("units", UNIT)]);

/**
 * The whole spec as data, in the order in which Ignition writes the keys. Checking, encoding, merging and translating read it.
 *
 * @see https://github.com/coreos/ignition/blob/v2.26.0/config/v3_6/types/schema.go
 */
export const CONFIG: StructSpec = struct("config", [
  object("ignition", IGNITION),
  object("kernelArguments", KERNEL_ARGUMENTS, V3_3_0),
  object("passwd", PASSWD),
  object("storage", STORAGE),
  object("systemd", SYSTEMD),
]);

/** The struct types whose entries are measured one by one. */
export { FILE as FILE_STRUCT, UNIT as UNIT_STRUCT };

/** Whether a value is an object that can be walked. */
export function isStruct(value: unknown): value is Struct {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The key of a list's entry; entries are compared by it when merging and when looking for duplicates. */
export function keyOf(field: ListField, entry: unknown): string {
  if (field.kind === "strings") return typeof entry === "string" ? entry : "";
  return field.struct.key !== undefined && isStruct(entry) ? field.struct.key(entry) : "";
}
