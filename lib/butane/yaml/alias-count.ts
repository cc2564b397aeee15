import { YamlFault } from "./fault";
import { YamlNode } from "./node";

// How many decoded nodes yaml.v3 lets aliases make, for small and for large documents.
const SMALL = 400_000;
const LARGE = 4_000_000;
const SMALL_SHARE = 0.99;
const LARGE_SHARE = 0.1;

/** Keeps a document from growing without bound by its aliases, by the count of yaml.v3. */
export class AliasCount {
  private all = 0;
  private byAlias = 0;
  private depth = 0;
  private readonly expanding = new Set<YamlNode>();

  /** One more node is decoded. */
  public count(): void {
    this.all++;
    if (this.depth > 0) this.byAlias++;
    if (this.byAlias > 100 && this.all > 1000 && this.byAlias / this.all > allowedShare(this.all)) {
      throw new YamlFault("yaml: document contains excessive aliasing");
    }
  }

  /** What an alias stands for is decoded now. */
  public enter(alias: YamlNode): void {
    if (this.expanding.has(alias)) throw new YamlFault(`yaml: anchor '${alias.value}' value contains itself`);
    this.expanding.add(alias);
    this.depth++;
  }

  public leave(alias: YamlNode): void {
    this.depth--;
    this.expanding.delete(alias);
  }
}

function allowedShare(all: number): number {
  if (all <= SMALL) return SMALL_SHARE;
  if (all >= LARGE) return LARGE_SHARE;
  return SMALL_SHARE - (SMALL_SHARE - LARGE_SHARE) * ((all - SMALL) / (LARGE - SMALL));
}
