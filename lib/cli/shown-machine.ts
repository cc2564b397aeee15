import { readMachineConfig } from "../check/synth/machine-config";
import type { FoundMachine } from "../check/synth/machines";
import type { SynthesisedStack } from "../check/synth/stack";
import { Writer, Writers, writersOf } from "../check/synth/writers";
import type { IgnitionConfig, IgnitionFile, IgnitionOwner, IgnitionUnit } from "../ignition";
import { UPDATE_CONF_PATH } from "../update";
import { MaskedConfig, ShownContents } from "./masked-config";

/** Something at a path of a machine. */
export interface ShownFile {
  readonly path: string;
  readonly type: "file" | "directory" | "link" | "hard link";
  /** In octal, absent where Ignition's default holds. */
  readonly mode?: string;
  readonly user?: string | number;
  readonly group?: string | number;
  readonly overwrite?: boolean;
  readonly contents?: ShownContents;
  readonly append?: readonly ShownContents[];
  readonly target?: string;
  /** In the order of the layers: where two say the same thing, the last counts. */
  readonly writers: readonly Writer[];
}

/** A unit of a machine. */
export interface ShownUnit {
  readonly name: string;
  readonly enabled?: boolean;
  readonly mask?: boolean;
  readonly contents?: string;
  readonly dropins?: readonly { readonly name: string; readonly contents: string }[];
  readonly writers: readonly Writer[];
}

/** One machine, as it is shown. */
export interface ShownMachine {
  readonly node: string;
  readonly stack: string;
  /** The construct path of its pool. */
  readonly pool: string;
  readonly platform: string;
  readonly architecture: string;
  readonly release: { readonly channel: string; readonly version: string };
  /** The version of the Ignition spec. */
  readonly spec: string;
  readonly userData: {
    /** As far as they are known before anything is applied. */
    readonly bytes: number;
    readonly exact: boolean;
    readonly limit: number | null;
    readonly compressed: boolean;
  };
  readonly files: readonly ShownFile[];
  readonly units: readonly ShownUnit[];
  /** Users, groups, disks and all else, as in the config. */
  readonly other: { readonly [section: string]: unknown };
}

/** What may be shown of a machine: its merged config, decoded, without secrets, and who wrote what. */
export function shownMachine(stack: SynthesisedStack, machine: FoundMachine): ShownMachine {
  const { config, compressed } = readMachineConfig(stack, machine);
  const { pool, node } = machine;
  const masked = new MaskedConfig(config);
  const writers = writersOf(machine, [UPDATE_CONF_PATH]);
  const { channel, version } = node.release ?? pool.release;
  return {
    node: machine.name,
    stack: stack.name,
    pool: machine.path,
    platform: pool.platform,
    architecture: pool.architecture,
    release: { channel, version },
    spec: config.ignition?.version ?? "",
    userData: { bytes: node.config.bytes, exact: node.config.exact, limit: pool.userDataLimit, compressed },
    files: filesOf(config, masked, writers),
    units: (config.systemd?.units ?? []).map((unit, i) => shownUnit(unit, `systemd.units.${i}`, masked, writers)),
    other: otherOf(config, masked),
  };
}

function filesOf(config: IgnitionConfig, masked: MaskedConfig, writers: Writers): ShownFile[] {
  const { directories = [], files = [], links = [] } = config.storage ?? {};
  return [
    ...directories.map(({ path, mode, user, group, overwrite }, i) =>
      withoutUndefined({
        path: masked.text(path, `storage.directories.${i}.path`),
        type: "directory",
        mode: octal(mode),
        ...owners({ user, group }, `storage.directories.${i}`, masked),
        overwrite,
        writers: writers(path),
      } as const),
    ),
    ...files.map((file, i) => shownFile(file, `storage.files.${i}`, masked, writers)),
    ...links.map(({ path, target, hard, user, group, overwrite }, i) =>
      withoutUndefined({
        path: masked.text(path, `storage.links.${i}.path`),
        type: hard === true ? "hard link" : "link",
        target: target === undefined ? undefined : masked.text(target, `storage.links.${i}.target`),
        ...owners({ user, group }, `storage.links.${i}`, masked),
        overwrite,
        writers: writers(path),
      } as const),
    ),
  ];
}

function shownFile(file: IgnitionFile, field: string, masked: MaskedConfig, writers: Writers): ShownFile {
  const { path, mode, overwrite, contents, append } = file;
  return withoutUndefined({
    path: masked.text(path, `${field}.path`),
    type: "file",
    mode: octal(mode),
    ...owners(file, field, masked),
    overwrite,
    contents: contents === undefined ? undefined : masked.contents(contents, `${field}.contents`),
    append: append?.map((resource, i) => masked.contents(resource, `${field}.append.${i}`)),
    writers: writers(path),
  } as const);
}

function shownUnit(unit: IgnitionUnit, field: string, masked: MaskedConfig, writers: Writers): ShownUnit {
  const { name, enabled, mask, contents, dropins } = unit;
  return withoutUndefined({
    name: masked.text(name, `${field}.name`),
    enabled,
    mask,
    contents: contents === undefined ? undefined : masked.text(contents, `${field}.contents`),
    dropins: dropins?.map((dropin, i) => ({
      name: masked.text(dropin.name, `${field}.dropins.${i}.name`),
      contents: masked.text(dropin.contents ?? "", `${field}.dropins.${i}.contents`),
    })),
    writers: writers(name),
  });
}

function otherOf(config: IgnitionConfig, masked: MaskedConfig): { [section: string]: unknown } {
  const { ignition, storage, systemd: _systemd, ...rest } = config;
  const { version: _version, ...settings } = ignition ?? {};
  const { directories: _directories, files: _files, links: _links, ...disks } = storage ?? {};
  const sections = { ignition: settings, ...rest, storage: disks };
  const filled = Object.entries(sections).filter(([, section]) => Object.keys(section ?? {}).length > 0);
  return Object.fromEntries(filled.map(([name, section]) => [name, masked.value(section, name)]));
}

type Owned = { readonly user?: IgnitionOwner; readonly group?: IgnitionOwner };

function owners({ user, group }: Owned, field: string, masked: MaskedConfig): Pick<ShownFile, "user" | "group"> {
  const shown = (owner: IgnitionOwner | undefined, at: string): string | number | undefined =>
    owner?.name === undefined ? owner?.id : masked.text(owner.name, `${field}.${at}.name`);
  return { user: shown(user, "user"), group: shown(group, "group") };
}

function octal(mode: number | undefined): string | undefined {
  return mode === undefined ? undefined : mode.toString(8).padStart(4, "0");
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}
