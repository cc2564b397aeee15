import { createHash } from "node:crypto";
import { FlatcarError } from "../errors";
import { decodeDataUrl } from "./data-url";
import { UNIT_DIRECTORY } from "./rules-systemd";
import { containsTokenPlaceholder } from "./token-placeholder";
import { IgnitionConfig, IgnitionOwner, IgnitionResource } from "./types";

// What Ignition gives a new file and directory, https://coreos.github.io/ignition/configuration-v3_5/
const FILE_MODE = 0o644;
const DIRECTORY_MODE = 0o755;
const MASK = "/dev/null";

/**
 * Every path a config writes (files, directories, links, unit texts, drop-ins and masks) with a description of what is written.
 *
 * Descriptions are for comparing only: two configs with the same one leave the same at the path. Contents are compared decoded and
 * decompressed; those that are fetched or known only at apply, by their source. Configs that a config refers to are not looked into.
 */
export function writtenPaths(config: IgnitionConfig): ReadonlyMap<string, string> {
  return new Map([...storageWrites(config), ...unitWrites(config)]);
}

type Write = [path: string, description: string];

function* storageWrites(config: IgnitionConfig): Generator<Write> {
  const { directories = [], files = [], links = [] } = config.storage ?? {};
  for (const { path, mode = DIRECTORY_MODE, user, group } of directories) {
    yield write(path, ["directory", mode, ownerOf(user), ownerOf(group)]);
  }
  for (const file of files) {
    const { path, mode = FILE_MODE, user, group, contents = {}, append = [] } = file;
    const parts = [contentsOf(contents), ...append.map(contentsOf)];
    yield write(path, ["file", mode, ownerOf(user), ownerOf(group), ...parts]);
  }
  for (const { path, hard = false, target = "", user, group } of links) {
    yield write(path, hard ? ["hard link", target] : ["link", target, ownerOf(user), ownerOf(group)]);
  }
}

function* unitWrites(config: IgnitionConfig): Generator<Write> {
  for (const { name, contents = "", dropins = [], mask = false } of config.systemd?.units ?? []) {
    const path = `${UNIT_DIRECTORY}/${name}`;
    // A mask takes the place of the text, https://github.com/coreos/ignition/blob/v2.26.0/internal/exec/util/unit.go
    if (mask) yield write(path, ["link", MASK, ownerOf(undefined), ownerOf(undefined)]);
    else if (contents !== "") yield write(path, textFile(contents));
    for (const dropin of dropins) {
      if ((dropin.contents ?? "") === "") continue;
      yield write(`${path}.d/${dropin.name}`, textFile(dropin.contents ?? ""));
    }
  }
}

function write(path: string, parts: readonly (string | number)[]): Write {
  return [path, JSON.stringify(parts)];
}

function textFile(text: string): readonly (string | number)[] {
  const contents = containsTokenPlaceholder(text) ? `text ${text}` : digest(Buffer.from(text, "utf8"));
  return ["file", FILE_MODE, ownerOf(undefined), ownerOf(undefined), contents];
}

/** Who owns a node, the same for all that mean the same: an id, or a name other than root. */
export function ownerOf({ id, name = "" }: IgnitionOwner = {}): string | number {
  if (id !== undefined) return id;
  return name === "" || name === "root" ? 0 : name;
}

function contentsOf(resource: IgnitionResource): string {
  const { source, compression = "", httpHeaders = [], verification } = resource;
  if (source === undefined) return "unchanged";
  const remote = JSON.stringify([source, compression, verification?.hash ?? "", httpHeaders.map(({ name, value = "" }) => [name, value])]);
  if (source === "") return digest(new Uint8Array());
  if (!/^data:/i.test(source) || containsTokenPlaceholder(source + compression)) return remote;
  try {
    return digest(decodeDataUrl(source, compression));
  } catch (e) {
    // Contents that can not be decoded are the checker's to report; here they equal themselves only.
    if (FlatcarError.isFlatcarError(e)) return remote;
    throw e;
  }
}

function digest(bytes: Uint8Array): string {
  return `${bytes.length} bytes, sha256 ${createHash("sha256").update(bytes).digest("hex")}`;
}
