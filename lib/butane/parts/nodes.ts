import { NodeList } from "../origins";
import type { Made } from "../plan";

const LISTS: readonly NodeList[] = ["directories", "files", "links"];
const ORDER = ["directories", "disks", "files", "filesystems", "links", "luks", "raid"];

/** The directories, files and links of a config, by path. Of several with one path the last counts. */
export class Nodes {
  private readonly lists: Readonly<Record<NodeList, Made[]>>;
  private readonly indexes: Readonly<Record<NodeList, Map<unknown, number>>>;

  public constructor(made: Made) {
    const storage = (made.storage as Made | undefined) ?? {};
    const list = (name: NodeList): Made[] => [...((storage[name] as readonly Made[] | undefined) ?? [])];
    this.lists = { directories: list("directories"), files: list("files"), links: list("links") };
    const index = (name: NodeList): Map<unknown, number> => new Map(this.lists[name].map(({ path }, i) => [path, i]));
    this.indexes = { directories: index("directories"), files: index("files"), links: index("links") };
  }

  /** Whether anything is at the path. */
  public has(path: string): boolean {
    return LISTS.some((list) => this.indexes[list].has(path));
  }

  /** Where in its list the node of a path is. */
  public indexOf(list: NodeList, path: string): number | undefined {
    return this.indexes[list].get(path);
  }

  public get(list: NodeList, index: number): Made {
    return this.lists[list][index];
  }

  public replace(list: NodeList, index: number, node: Made): void {
    this.lists[list][index] = node;
  }

  /** Adds a node and says where. */
  public add(list: NodeList, node: Made): number {
    const index = this.lists[list].push(node) - 1;
    this.indexes[list].set(node.path, index);
    return index;
  }

  /** Puts the lists into the config. */
  public store(made: Made): void {
    const storage = { ...(made.storage as Made | undefined) };
    for (const list of LISTS) {
      if (this.lists[list].length > 0) storage[list] = this.lists[list];
    }
    made.storage = Object.fromEntries(ORDER.filter((name) => storage[name] !== undefined).map((name) => [name, storage[name]]));
    if (Object.keys(made.storage as Made).length === 0) delete made.storage;
  }
}
