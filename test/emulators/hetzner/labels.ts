import { ApiError, invalidInput } from "./api-error";

export type Labels = Readonly<Record<string, string>>;

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PREFIX_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const LONGEST_PREFIX = 253;
const RESERVED_PREFIX = "hetzner.cloud";

function isLabelKey(key: string): boolean {
  const slash = key.indexOf("/");
  if (slash < 0) return NAME.test(key);
  const prefix = key.slice(0, slash);
  return prefix.length <= LONGEST_PREFIX && prefix.split(".").every((part) => PREFIX_LABEL.test(part)) && NAME.test(key.slice(slash + 1));
}

function isLabelValue(value: string): boolean {
  return value === "" || NAME.test(value);
}

/**
 * Checks labels as the API does: https://docs.hetzner.cloud/reference/cloud#tag/labels
 *
 * @throws ApiError `invalid_input` on a key or value outside the grammar, or a key with the reserved prefix.
 */
export function checkLabels(labels: Labels): Labels {
  for (const [key, value] of Object.entries(labels)) {
    if (!isLabelKey(key)) throw invalidInput("labels", `label key '${key}' is not correctly formatted`);
    if (key.startsWith(`${RESERVED_PREFIX}/`)) throw invalidInput("labels", `label key '${key}' uses a reserved prefix`);
    if (!isLabelValue(value)) throw invalidInput("labels", `label value '${value}' (key: ${key}) is not correctly formatted`);
  }
  return labels;
}

export type LabelMatcher = (labels: Labels) => boolean;

const SET_TERM = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/;

/**
 * A label selector as a predicate: `k=v`, `k==v`, `k!=v`, `k`, `!k`, `k in (a,b)`, `k notin (a,b)`, joined by commas.
 *
 * As in the API (and in Kubernetes), `!=` and `notin` also match what does not have the key.
 *
 * @throws ApiError `invalid_input` where the text is no selector.
 */
export function parseLabelSelector(selector: string): LabelMatcher {
  const matchers = splitTerms(selector).map((term) => parseTerm(selector, term));
  return (labels) => matchers.every((matches) => matches(labels));
}

function parseTerm(selector: string, term: string): LabelMatcher {
  const set = SET_TERM.exec(term);
  if (set !== null) {
    const key = checkedKey(selector, set[1]);
    const values = set[3].split(",").map((value) => checkedValue(selector, value.trim()));
    return set[2] === "in"
      ? (labels) => key in labels && values.includes(labels[key])
      : (labels) => !(key in labels && values.includes(labels[key]));
  }
  const equality = /^([^!=\s]+)\s*(==|=|!=)\s*([^!=\s]*)$/.exec(term);
  if (equality !== null) {
    const key = checkedKey(selector, equality[1]);
    const value = checkedValue(selector, equality[3]);
    return equality[2] === "!=" ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  if (term.startsWith("!")) {
    const key = checkedKey(selector, term.slice(1).trim());
    return (labels) => !(key in labels);
  }
  const key = checkedKey(selector, term);
  return (labels) => key in labels;
}

/** Splits at the commas that are not inside parentheses. */
function splitTerms(selector: string): string[] {
  const terms: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < selector.length; i++) {
    if (selector[i] === "(") depth++;
    else if (selector[i] === ")") depth--;
    else if (selector[i] === "," && depth === 0) {
      terms.push(selector.slice(start, i).trim());
      start = i + 1;
    }
  }
  if (depth !== 0) throw broken(selector);
  terms.push(selector.slice(start).trim());
  return terms;
}

function checkedKey(selector: string, key: string): string {
  if (!isLabelKey(key)) throw broken(selector);
  return key;
}

function checkedValue(selector: string, value: string): string {
  if (!isLabelValue(value)) throw broken(selector);
  return value;
}

function broken(selector: string): ApiError {
  return invalidInput("label_selector", `label selector '${selector}' is not correctly formatted`);
}
