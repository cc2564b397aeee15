import { cleanPath } from "../../ignition/go-path";
import { TreeNode, TreeNodeKind } from "../files/directory";
import { Nodes } from "./nodes";
import { type Made, integerMade } from "../plan";
import { PROBLEMS, localFile } from "../problems";
import { withContents } from "./resource";
import type { Run } from "../run";
import type { Decoded } from "../struct";
import { set } from "./units";
import type { Walk } from "../walk";

const FILE_MODE = 0o644;
const EXECUTABLE_MODE = 0o755;
const DIRECTORY_MODE = 0o755;
const NOT_IN_TREE = "trees may only contain files, directories, and symlinks";

/** A tree is one of the files directory. */
export function checkTree(tree: Decoded, walk: Walk): void {
  if (tree.local === "") walk.error("", PROBLEMS.treeWithoutLocal);
}

/**
 * Adds the files and links of trees. A file of the config at the path of one gets its contents and keeps the rest. Directories are added
 * where the tree says of whom they are or of what mode, which since 1.2.0 it can.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/base/v0_8_exp/translate.go
 */
export function addTrees(config: Decoded, made: Made, run: Run): void {
  const trees = ((config.storage as Decoded | undefined)?.trees as readonly Decoded[] | undefined) ?? [];
  if (trees.length === 0) return;
  const nodes = new Nodes(made);
  for (const [i, tree] of trees.entries()) {
    const at = `storage.trees.${i}`;
    const { directory } = run;
    if (directory === undefined) {
      run.walk.error(at, PROBLEMS.noFilesDirectory);
      break;
    }
    run.attempt(at, () => {
      for (const node of directory.walk(tree.local as string)) addNode(node, new Destination(tree, at, nodes, run));
    });
  }
  nodes.store(made);
}

/** Where a tree goes to. */
class Destination {
  public constructor(
    public readonly tree: Decoded,
    public readonly at: string,
    public readonly nodes: Nodes,
    public readonly run: Run,
  ) {}

  public path(node: TreeNode): string {
    const { path = "" } = this.tree as { readonly path?: string };
    return cleanPath(`${path === "" ? "/" : path}/${node.path}`);
  }

  public owners(): { user?: Made; group?: Made } {
    return { user: this.owner(this.tree.user), group: this.owner(this.tree.group) };
  }

  public clash(): void {
    this.run.walk.error(this.at, PROBLEMS.nodeExists);
  }

  private owner(given: unknown): Made | undefined {
    const { id, name } = (given as Decoded | undefined) ?? {};
    if (id === undefined && name === undefined) return undefined;
    const made = set({ id: integerMade("id", id, false), name });
    if (typeof id === "bigint") this.run.integers.add(made, "id", id);
    return made;
  }
}

function addNode(node: TreeNode, to: Destination): void {
  switch (node.kind) {
    case TreeNodeKind.DIRECTORY:
      return addDirectory(to.path(node), to);
    case TreeNodeKind.FILE:
      return addFile(to.path(node), node, to);
    case TreeNodeKind.LINK:
      return addLink(to.path(node), node.target, to);
    case TreeNodeKind.OTHER:
      return to.run.walk.error(to.at, localFile(NOT_IN_TREE));
    case TreeNodeKind.UNREADABLE:
      return to.run.walk.error(to.at, localFile(node.reason));
  }
}

function modeMade(mode: unknown): unknown {
  return integerMade("mode", mode, false);
}

function addDirectory(path: string, to: Destination): void {
  const { user, group } = to.owners();
  const mode = to.tree.dir_mode;
  if (mode === undefined && user === undefined && group === undefined) return;
  if (to.nodes.has(path)) return to.clash();
  const index = to.nodes.add("directories", set({ group, path, user, mode: modeMade(mode) ?? DIRECTORY_MODE }));
  to.run.origins.addNode("directories", index, { at: to.at });
}

function addFile(path: string, file: Extract<TreeNode, { kind: TreeNodeKind.FILE }>, to: Destination): void {
  const { nodes, run, at } = to;
  let index = nodes.indexOf("files", path);
  const own = index === undefined ? undefined : nodes.get("files", index);
  if (own !== undefined && ((own.contents as Made | undefined)?.source ?? "") !== "") return to.clash();
  if (index === undefined) {
    if (nodes.has(path)) return to.clash();
    index = nodes.add("files", { path, ...to.owners() });
    run.origins.addNode("files", index, { at });
  } else if (own !== undefined) {
    const fields = ["contents", "contents.source", "contents.compression", ...(own.mode === undefined ? ["mode"] : [])];
    run.origins.fillNode("files", index, at, fields);
  }
  const bytes = run.attempt(at, () => file.read());
  if (bytes === undefined) return;
  const { group, overwrite, user, append, contents, mode } = nodes.get("files", index);
  const filled = withContents(contents as Made | undefined, bytes);
  const modeOfTree = modeMade(to.tree.file_mode) ?? (file.executable ? EXECUTABLE_MODE : FILE_MODE);
  nodes.replace("files", index, set({ group, overwrite, path, user, append, contents: filled, mode: mode ?? modeOfTree }));
}

function addLink(path: string, target: string, to: Destination): void {
  const { nodes, run, at } = to;
  const index = nodes.indexOf("links", path);
  if (index === undefined) {
    if (nodes.has(path)) return to.clash();
    const { user, group } = to.owners();
    run.origins.addNode("links", nodes.add("links", set({ group, path, user, target })), { at });
    return;
  }
  const own = nodes.get("links", index);
  if ((own.target ?? "") !== "") return to.clash();
  nodes.replace("links", index, { ...own, target });
  run.origins.fillNode("links", index, at, ["target"]);
}
