import { YamlNode } from "./node";

// yaml.v3 names every pair of equal keys; a document of nothing else has more pairs than memory holds.
const MOST_PAIRS = 10_000;
// Few keys are compared faster than they are hashed.
const FEW_CHILDREN = 24;

const NONE: readonly (readonly [YamlNode, YamlNode])[] = [];

/**
 * The pairs of keys of a mapping that yaml.v3 takes for equal, by what is written and not by what it means: of the first with all that
 * follow, then of the second, up to a bound.
 */
export function equalKeys(children: readonly YamlNode[]): readonly (readonly [YamlNode, YamlNode])[] {
  if (areDistinct(children)) return NONE;
  const same = new Map<string, YamlNode[]>();
  for (let i = 0; i < children.length; i += 2) {
    const key = children[i];
    const equal = same.get(idOf(key));
    if (equal === undefined) same.set(idOf(key), [key]);
    else equal.push(key);
  }
  const pairs: (readonly [YamlNode, YamlNode])[] = [];
  for (let i = 0; i < children.length && pairs.length < MOST_PAIRS; i += 2) {
    const first = children[i];
    const following = same.get(idOf(first)) ?? [];
    following.shift();
    for (const second of following.slice(0, MOST_PAIRS - pairs.length)) pairs.push([first, second]);
  }
  return pairs;
}

function areDistinct(children: readonly YamlNode[]): boolean {
  const { length } = children;
  if (length > FEW_CHILDREN) {
    const seen = new Set<string>();
    for (let i = 0; i < length; i += 2) seen.add(idOf(children[i]));
    return seen.size === length / 2;
  }
  for (let i = 2; i < length; i += 2) {
    for (let j = 0; j < i; j += 2) if (children[i].value === children[j].value && children[i].kind === children[j].kind) return false;
  }
  return true;
}

function idOf({ kind, value }: YamlNode): string {
  return kind + value;
}
