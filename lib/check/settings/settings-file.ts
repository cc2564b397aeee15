import { FlatcarError, didYouMean } from "../../errors";
import { JsonNumber } from "../../json";
import { isDay } from "../../release/day";
import { JsonObject, isRecord } from "../record";
import { Severity } from "../severity";
import { Amount, CheckSettings, DEFAULT_SETTINGS, Override, Thresholds } from "./settings";
import { JsonPath, parseSettingsText, placeIn, readSettingsText } from "./settings-text";

const THRESHOLDS = ["maxUnavailable", "userDataPercent", "daysBehind", "amiDaysLeft"] as const;
const SEVERITIES = [Severity.INFO, Severity.WARN, Severity.FAIL, "off"] as const;
const OVERRIDE = ["rule", "stack", "pool", "subjects", "reason", "approver", "expires"] as const;
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/**
 * Reads a file of settings. What it does not say is as in {@link DEFAULT_SETTINGS}.
 *
 * @param rules the ids of the rules there are
 * @param name what the file is called in messages
 * @throws FlatcarError `check-config-unreadable`, and those of {@link parseSettings}
 */
export function readSettingsFile(file: string, rules: readonly string[], name = file): CheckSettings {
  return parseSettings(readSettingsText(file, name), rules, name);
}

/**
 * Settings from the text of their file. `flatcar-check.schema.json` says the same to editors.
 *
 * @throws FlatcarError `check-config-not-json`, `check-config-invalid`
 */
export function parseSettings(text: string, rules: readonly string[], name: string): CheckSettings {
  return new SettingsReader(text, rules, name).read(parseSettingsText(text, name));
}

class SettingsReader {
  constructor(
    private readonly text: string,
    private readonly rules: readonly string[],
    private readonly name: string,
  ) {}

  public read(document: unknown): CheckSettings {
    const root = this.object(document, [], ["$schema", ...THRESHOLDS, "severities", "pools", "overrides"]);
    if (root.$schema !== undefined) this.line(root.$schema, ["$schema"]);
    const thresholds = { ...DEFAULT_SETTINGS, ...this.thresholds(root, [], DEFAULT_SETTINGS) };
    const severities = this.entries(root.severities, ["severities"]).map(([rule, severity]) => {
      this.rule(rule, ["severities", rule], true);
      return [rule, this.choice(severity, ["severities", rule], SEVERITIES)] as const;
    });
    const pools = this.entries(root.pools, ["pools"]).map(([path, value]) => {
      const at = ["pools", path];
      return [path, this.thresholds(this.object(value, at, THRESHOLDS), at, thresholds)] as const;
    });
    return {
      ...thresholds,
      severities: Object.fromEntries(severities),
      pools: Object.fromEntries(pools),
      overrides: this.list(root.overrides, ["overrides"]).map((value, i) => this.override(value, ["overrides", i])),
    };
  }

  /** @param others what a pair that is given by half has for its other half */
  private thresholds(object: JsonObject, path: JsonPath, others: Thresholds): Partial<Thresholds> {
    const { maxUnavailable, userDataPercent, daysBehind, amiDaysLeft } = object;
    return {
      ...(maxUnavailable === undefined ? {} : { maxUnavailable: this.amount(maxUnavailable, [...path, "maxUnavailable"]) }),
      ...(userDataPercent === undefined
        ? {}
        : { userDataPercent: this.integer(userDataPercent, [...path, "userDataPercent"], 1, 100, "a percentage from 1 to 100") }),
      ...(daysBehind === undefined ? {} : { daysBehind: this.days(daysBehind, [...path, "daysBehind"], others.daysBehind, "fail") }),
      ...(amiDaysLeft === undefined ? {} : { amiDaysLeft: this.days(amiDaysLeft, [...path, "amiDaysLeft"], others.amiDaysLeft, "warn") }),
    };
  }

  private amount(value: unknown, path: JsonPath): Amount {
    if (typeof value === "string" && /^(0|[1-9][0-9]?|100)%$/.test(value)) return value as Amount;
    return this.integer(value, path, 0, Number.MAX_SAFE_INTEGER, 'a number of machines from 0 on, or a share such as "25%"');
  }

  /** @param larger which of the two is not to be less than the other */
  private days(value: unknown, path: JsonPath, others: Thresholds["daysBehind"], larger: "warn" | "fail"): Thresholds["daysBehind"] {
    const given = this.object(value, path, ["warn", "fail"]);
    const of = (key: "warn" | "fail"): number =>
      given[key] === undefined ? others[key] : this.integer(given[key], [...path, key], 0, 36_500, "a number of days from 0 to 36500");
    const days = { warn: of("warn"), fail: of("fail") };
    const [most, least] = larger === "fail" ? (["fail", "warn"] as const) : (["warn", "fail"] as const);
    if (days[most] < days[least]) {
      const key = given[most] === undefined ? least : most;
      const allowed = key === most ? `not less than ${least}, ${days[least]}` : `not more than ${most}, ${days[most]}`;
      throw this.invalid([...path, key], days[key], allowed);
    }
    return days;
  }

  private override(value: unknown, path: JsonPath): Override {
    const given = this.object(value, path, OVERRIDE);
    for (const key of ["rule", "reason", "approver", "expires"]) {
      if (given[key] === undefined) throw this.invalid([...path, key], undefined, "a value; the key is required");
    }
    const { rule, stack, pool, subjects, reason, approver, expires } = given;
    this.rule(rule, [...path, "rule"]);
    if (typeof expires !== "string" || !isDay(expires))
      throw this.invalid([...path, "expires"], expires, "a day of the calendar as YYYY-MM-DD");
    return {
      rule,
      ...(stack === undefined ? {} : { stack: this.line(stack, [...path, "stack"]) }),
      ...(pool === undefined ? {} : { pool: this.line(pool, [...path, "pool"]) }),
      ...(subjects === undefined ? {} : { subjects: this.names(subjects, [...path, "subjects"]) }),
      ...{ reason: this.line(reason, [...path, "reason"]), approver: this.line(approver, [...path, "approver"]), expires },
    };
  }

  private names(value: unknown, path: JsonPath): string[] {
    const names = this.list(value, path).map((name, i) => this.line(name, [...path, i]));
    // It would accept nothing.
    if (names.length === 0) throw this.invalid(path, [], "at least one name, or no such key");
    return names;
  }

  private rule(value: unknown, path: JsonPath, isKey = false): asserts value is string {
    if (typeof value === "string" && this.rules.includes(value)) return;
    const near = typeof value === "string" ? didYouMean(value, this.rules) : undefined;
    throw this.invalid(
      path,
      value,
      "the id of a rule, such as FC001",
      near ?? "correct the file; check --explain RULE tells of one",
      isKey,
    );
  }

  private choice<T extends string>(value: unknown, path: JsonPath, choices: readonly T[]): T {
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw this.invalid(path, value, choices.join(", "), typeof value === "string" ? didYouMean(value, choices) : undefined);
  }

  private line(value: unknown, path: JsonPath): string {
    if (typeof value !== "string" || value.trim() === "") throw this.invalid(path, value, "a text that is not empty");
    return value;
  }

  private integer(value: unknown, path: JsonPath, least: number, most: number, allowed: string): number {
    // For JSON, 1 and 1.0 are one number.
    const number = value instanceof JsonNumber ? Number(value.literal) : value;
    if (typeof number === "number" && Number.isInteger(number) && number >= least && number <= most) return number;
    throw this.invalid(path, number, allowed);
  }

  private list(value: unknown, path: JsonPath): readonly unknown[] {
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw this.invalid(path, value, "a list");
    return value;
  }

  private entries(value: unknown, path: JsonPath): [string, unknown][] {
    return value === undefined ? [] : Object.entries(this.plain(value, path));
  }

  private object(value: unknown, path: JsonPath, keys: readonly string[]): JsonObject {
    const object = this.plain(value, path);
    for (const key of Object.keys(object)) {
      // A typo must not be ignored: what it was to say would be missing in silence.
      if (!keys.includes(key)) throw this.invalid([...path, key], key, keys.join(", "), didYouMean(key, keys), true);
    }
    return object;
  }

  private plain(value: unknown, path: JsonPath): JsonObject {
    if (!isRecord(value) || value instanceof JsonNumber) throw this.invalid(path, value, "an object");
    return value;
  }

  private invalid(path: JsonPath, received: unknown, allowed: string, mend = "correct the file", isKey = false): FlatcarError {
    const { line, column } = placeIn(this.text, path, isKey);
    const subject = isKey ? `key of ${shownPath(path.slice(0, -1))}` : shownPath(path);
    return new FlatcarError({ code: "check-config-invalid", subject, received, allowed, mend, path: `${this.name}:${line}:${column}` });
  }
}

function shownPath(path: JsonPath): string {
  const step = (key: string | number): string => (typeof key === "string" && IDENTIFIER.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
  return `$${path.map(step).join("")}`;
}
