import { FlatcarError } from "../../errors";
import type { HetznerApi } from "./api";
import { HetznerApiError } from "./api-error";
import { HetznerResource } from "./model";

/** The label of all that an upload makes for itself; its value names the upload. A snapshot has it until it is complete. */
export const TEMPORARY_LABEL = "flatcar-temporary";

/** What there is of temporary things. */
export interface TemporaryResource {
  readonly kind: "servers" | "images" | "ssh_keys";
  readonly id: number;
  /** RFC 3339; undefined where nobody has asked. */
  readonly created?: string;
}

const WORDS: Readonly<Record<TemporaryResource["kind"], readonly [word: string, command: string]>> = {
  servers: ["server", "server"],
  images: ["snapshot", "image"],
  ssh_keys: ["ssh key", "ssh-key"],
};

/** Such as `server 4711`. */
export function nameOf({ kind, id }: TemporaryResource): string {
  return `${WORDS[kind][0]} ${id}`;
}

/** How somebody deletes it by hand. */
export function removalOf({ kind, id }: TemporaryResource): string {
  return `hcloud ${WORDS[kind][1]} delete ${id}`;
}

/**
 * All that is marked as temporary: servers, which cost most, first, then snapshots and keys.
 *
 * @param run of one upload; default: of all
 */
export async function findTemporary(api: HetznerApi, run?: string): Promise<readonly TemporaryResource[]> {
  const selector = selectorOf(run);
  const as = (kind: TemporaryResource["kind"], found: readonly HetznerResource[]): TemporaryResource[] =>
    found.map(({ id, created }) => ({ kind, id, created }));
  return [
    ...as("servers", await api.servers(selector)),
    ...as("images", await api.images({ type: "snapshot", label_selector: selector })),
    ...as("ssh_keys", await api.keys(selector)),
  ];
}

/** Finds what one upload, or any, has made for itself. */
export function selectorOf(run?: string): string {
  return run === undefined ? TEMPORARY_LABEL : `${TEMPORARY_LABEL}=${run}`;
}

/** How often a deletion is tried. */
const MOST_REMOVALS = 3;

/**
 * Deletes things one after another, the others too where one cannot be.
 *
 * @returns what is left, each with why
 */
export async function removeAll(
  api: HetznerApi,
  resources: readonly TemporaryResource[],
): Promise<readonly (readonly [TemporaryResource, unknown])[]> {
  const left: (readonly [TemporaryResource, unknown])[] = [];
  for (const resource of resources) {
    for (let attempt = 1; ; attempt++) {
      try {
        await api.remove(resource.kind, resource.id);
        break;
      } catch (e) {
        // What passes by itself was waited for already; what is refused or fails may be done the next time.
        const isWorthwhile = FlatcarError.isFlatcarError(e) && !(e instanceof HetznerApiError && e.isPassing);
        if (isWorthwhile && attempt < MOST_REMOVALS) continue;
        left.push([resource, e]);
        break;
      }
    }
  }
  return left;
}

/** What was thrown, as briefly as can be. */
export function wordsOf(e: unknown): string {
  if (FlatcarError.isFlatcarError(e)) return String(e.received);
  return e instanceof Error ? e.message : String(e);
}
