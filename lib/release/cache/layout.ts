import * as path from "node:path";

/** How many digits of a hash name the folder above an entry: no folder gets long, as in git's objects. */
const PREFIX = 2;

const UNFINISHED = /^([0-9a-f]{128})(\.unpacked)?$/;

/** What the name of an unfinished folder tells. */
export interface UnfinishedName {
  /** What the download is to have, or the packed file has. */
  readonly sha512: string;
  /** Whether the file of this hash is unpacked there; otherwise it comes there. */
  readonly isUnpacked: boolean;
}

/** Where things are in a cache: `sha512/ab/ab…/` is what has been verified, `unfinished/` what is on its way there. */
export class CacheLayout {
  /** @param root absolute path */
  constructor(private readonly root: string) {}

  /** The folder of all that has been verified. */
  public get entries(): string {
    return path.join(this.root, "sha512");
  }

  /** The folder of all that is on its way. */
  public get unfinished(): string {
    return path.join(this.root, "unfinished");
  }

  /** The folder of what has this hash. It is there complete, or not at all. */
  public entry(sha512: string): string {
    return path.join(this.entries, sha512.slice(0, PREFIX), sha512);
  }

  /** The folder in which what is to have this hash is collected. It becomes the entry. */
  public download(sha512: string): string {
    return path.join(this.unfinished, sha512);
  }

  /** The folder in which the file of this hash is unpacked: what it becomes has a hash that nobody knows before. */
  public unpacking(sha512: string): string {
    return path.join(this.unfinished, `${sha512}.unpacked`);
  }

  /** What the name of a folder of {@link unfinished} tells; undefined for anything else that is there, such as who holds one. */
  public unfinishedOf(name: string): UnfinishedName | undefined {
    const match = UNFINISHED.exec(name);
    return match === null ? undefined : { sha512: match[1], isUnpacked: match[2] !== undefined };
  }
}
