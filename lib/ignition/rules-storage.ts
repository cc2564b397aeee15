import { cleanPath } from "./go-path";
import { Findings, PROBLEMS } from "./problems";
import { checkDisks, checkFilesystems, checkLuks, checkRaid } from "./rules-disks";
import { checkPath } from "./rules-path";
import { checkResource } from "./rules-resource";
import { IgnitionSpecVersion } from "./spec-version";
import { containsTokenPlaceholder } from "./token-placeholder";
import { IgnitionDirectory, IgnitionFile, IgnitionLink, IgnitionOwner, IgnitionStorage } from "./types";

const { V3_3_0, V3_6_0 } = IgnitionSpecVersion;
const MODE_MAX = 0o7777;
const SPECIAL_BITS = 0o7000;
/** How often the same is said of one node. Ignition says it for each entry with the path, and thousands with thousands fill the memory. */
const REPEATS_MAX = 100;

/** The rules of the `storage` section, in the order of Ignition's own walk. */
export function checkStorage(storage: IgnitionStorage, version: IgnitionSpecVersion, findings: Findings): void {
  const { directories = [], files = [], links = [] } = storage;
  const linkPaths = new LinkPaths(links);
  for (const [i, directory] of directories.entries()) {
    linkPaths.above(directory, () => findings.error(`storage.directories.${i}`, PROBLEMS.directoryThroughLink));
  }
  for (const [i, file] of files.entries()) {
    linkPaths.above(file, () => findings.error(`storage.files.${i}`, PROBLEMS.fileThroughLink));
  }
  const directoryPaths = counted(directories);
  for (const [i, link] of links.entries()) {
    linkPaths.above(link, () => findings.error(`storage.links.${i}`, PROBLEMS.linkThroughLink));
    checkLink(link, `storage.links.${i}`, directoryPaths, version, findings);
  }
  checkFilesystemsOnDisks(storage, findings);

  for (const [i, directory] of directories.entries()) checkNode(directory, `storage.directories.${i}`, version, findings);
  checkDisks(storage.disks ?? [], findings);
  for (const [i, file] of files.entries()) checkFile(file, `storage.files.${i}`, version, findings);
  checkFilesystems(storage.filesystems ?? [], version, findings);
  for (const [i, link] of links.entries()) checkNode(link, `storage.links.${i}`, version, findings);
  checkLuks(storage.luks ?? [], version, findings);
  checkRaid(storage.raid ?? [], version, findings);
}

/** How often each path is there, up to a bound; duplicates are reported as often. */
function counted(nodes: readonly { readonly path: string }[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of nodes) counts.set(path, Math.min((counts.get(path) ?? 0) + 1, REPEATS_MAX));
  return counts;
}

/** The paths of a config's links. */
class LinkPaths {
  private readonly counts: ReadonlyMap<string, number>;
  /** No longer part of a path is looked for: paths may be as long as a text. */
  private readonly longest: number;

  public constructor(links: readonly IgnitionLink[]) {
    this.counts = counted(links);
    this.longest = links.reduce((longest, { path }) => Math.max(longest, path.length), -1);
  }

  /** Calls `report` once for each link that the path of a node goes through. */
  public above({ path }: { readonly path: string }, report: () => void): void {
    for (let slash = path.indexOf("/"); slash >= 0 && slash <= this.longest; slash = path.indexOf("/", slash + 1)) {
      for (let n = this.counts.get(path.slice(0, slash)) ?? 0; n > 0; n--) report();
    }
  }
}

function checkLink(
  link: IgnitionLink,
  path: string,
  directories: ReadonlyMap<string, number>,
  version: IgnitionSpecVersion,
  findings: Findings,
): void {
  const { target = "" } = link;
  // Before 3.3.0 the target was a plain string that nothing checked.
  if (target === "" && version.isAtLeast(V3_3_0)) return findings.error(`${path}.target`, PROBLEMS.noTarget);
  if (link.hard !== true) return;
  if (!containsTokenPlaceholder(target)) {
    for (let n = directories.get(absoluteTarget(link.path, target)) ?? 0; n > 0; n--) findings.error(path, PROBLEMS.hardLinkToDirectory);
  }
  for (const kind of ["user", "group"] as const) {
    if (link[kind]?.id !== undefined) findings.warn(`${path}.${kind}.id`, PROBLEMS.hardLinkOwner);
    if (link[kind]?.name !== undefined) findings.warn(`${path}.${kind}.name`, PROBLEMS.hardLinkOwner);
  }
}

/** A relative target is joined to the link's own path, not to its directory: that is how Ignition does it. */
function absoluteTarget(path: string, target: string): string {
  if (target.startsWith("/")) return cleanPath(target);
  const joined = [path, target].filter((part) => part !== "").join("/");
  return joined === "" ? "" : cleanPath(joined);
}

function checkFilesystemsOnDisks(storage: IgnitionStorage, findings: Findings): void {
  const disks = new Map((storage.disks ?? []).map((disk) => [disk.device, disk]));
  for (const [i, filesystem] of (storage.filesystems ?? []).entries()) {
    const disk = disks.get(filesystem.device);
    if (disk === undefined) continue;
    const path = `storage.filesystems.${i}.device`;
    if ((disk.partitions ?? []).length > 0) findings.warn(path, PROBLEMS.partitionsOverwritten);
    else if (disk.wipeTable === true && filesystem.wipeFilesystem !== true) findings.warn(path, PROBLEMS.implicitWipe);
  }
}

function checkFile(file: IgnitionFile, path: string, version: IgnitionSpecVersion, findings: Findings): void {
  const overwrites = file.overwrite === true && file.contents?.source === undefined;
  checkPathAndMode(file, path, version, findings);
  if (overwrites) findings.error(`${path}.overwrite`, PROBLEMS.overwriteWithoutSource);
  checkOwners(file, path, findings);
  for (const [i, fragment] of (file.append ?? []).entries()) checkResource(fragment, `${path}.append.${i}`, version, findings);
  if (file.contents !== undefined) checkResource(file.contents, `${path}.contents`, version, findings);
}

function checkNode(node: IgnitionDirectory | IgnitionLink, path: string, version: IgnitionSpecVersion, findings: Findings): void {
  checkPathAndMode(node, path, version, findings);
  checkOwners(node, path, findings);
}

interface Node {
  readonly path: string;
  readonly mode?: number;
  readonly user?: IgnitionOwner;
  readonly group?: IgnitionOwner;
}

function checkPathAndMode(node: Node, path: string, version: IgnitionSpecVersion, findings: Findings): void {
  findings.check(`${path}.path`, checkPath(node.path));
  const { mode = 0 } = node;
  if (mode < 0 || mode > MODE_MAX) findings.error(`${path}.mode`, PROBLEMS.illegalMode);
  if ((mode & SPECIAL_BITS) !== 0 && !version.isAtLeast(V3_6_0)) findings.warn(`${path}.mode`, PROBLEMS.specialBits);
}

function checkOwners(node: Node, path: string, findings: Findings): void {
  for (const kind of ["group", "user"] as const) {
    const owner = node[kind];
    if (owner?.id !== undefined && (owner.name ?? "") !== "") findings.error(`${path}.${kind}`, PROBLEMS.idAndName);
  }
}
