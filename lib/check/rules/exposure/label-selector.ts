const EQUAL = /^([\w./-]+)\s*(==?|!=)\s*([\w.-]*)$/;
const AMONG = /^([\w./-]+)\s+(in|notin)\s*\(([\w.,\s-]*)\)$/;
const THERE = /^(!?)\s*([\w./-]+)$/;

/**
 * Whether labels match a label selector of Hetzner Cloud. Undefined for a selector that is none, or is known only at apply.
 *
 * @see https://docs.hetzner.cloud/reference/cloud#label-selector
 */
export function selects(selector: string, labels: ReadonlyMap<string, string>): boolean | undefined {
  // The commas in brackets are between values.
  const terms = selector.split(/,(?![^(]*\))/).map((term) => matches(term.trim(), labels));
  return terms.includes(undefined) ? undefined : terms.every((term) => term === true);
}

function matches(term: string, labels: ReadonlyMap<string, string>): boolean | undefined {
  const equal = EQUAL.exec(term);
  if (equal !== null) {
    const [, key, operator, value] = equal;
    return (labels.get(key) === value) === (operator !== "!=");
  }
  const among = AMONG.exec(term);
  if (among !== null) {
    const [, key, operator, list] = among;
    const value = labels.get(key);
    const values = list.split(",").map((each) => each.trim());
    return (value !== undefined && values.includes(value)) === (operator === "in");
  }
  const there = THERE.exec(term);
  return there === null ? undefined : labels.has(there[2]) === (there[1] === "");
}
