import { ApiError, invalidInput } from "./api-error";
import { checkLabels, type Labels } from "./labels";

type JsonObject = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The JSON object of a request, read field by field. `null` counts as absent, as the API has it for most fields. */
export class JsonBody {
  /** @throws ApiError `json_error` where the text is no JSON, `invalid_input` where it is no object. */
  public static parse(text: string): JsonBody {
    if (text.trim() === "") return new JsonBody({}, "");
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new ApiError(400, "json_error", "invalid JSON in request");
    }
    if (!isObject(value)) throw invalidInput("body", "Invalid input type.");
    return new JsonBody(value, "");
  }

  private constructor(
    private readonly object: JsonObject,
    private readonly path: string,
  ) {}

  public has(field: string): boolean {
    return this.object[field] !== undefined && this.object[field] !== null;
  }

  public string(field: string): string {
    return this.optionalString(field) ?? this.missing(field);
  }

  public optionalString(field: string): string | undefined {
    return this.typed(field, "Not a valid string.", (v): v is string => typeof v === "string");
  }

  public integer(field: string): number {
    return this.optionalInteger(field) ?? this.missing(field);
  }

  public optionalInteger(field: string): number | undefined {
    return this.typed(field, "Not a valid integer.", (v): v is number => typeof v === "number" && Number.isSafeInteger(v));
  }

  public boolean(field: string): boolean {
    return this.optionalBoolean(field) ?? this.missing(field);
  }

  public optionalBoolean(field: string): boolean | undefined {
    return this.typed(field, "Not a valid boolean.", (v): v is boolean => typeof v === "boolean");
  }

  /** An ID (as number or as digits) or a name. */
  public idOrName(field: string): string {
    return this.optionalIdOrName(field) ?? this.missing(field);
  }

  public optionalIdOrName(field: string): string | undefined {
    const value = this.typed(field, "Not a valid ID or name.", isIdOrName);
    return value === undefined ? undefined : String(value);
  }

  public idsOrNames(field: string): string[] {
    return (this.list(field, "Not a valid ID or name.", isIdOrName) ?? []).map(String);
  }

  public integers(field: string): number[] {
    return this.list(field, "Not a valid integer.", (v): v is number => typeof v === "number" && Number.isSafeInteger(v)) ?? [];
  }

  public strings(field: string): string[] {
    return this.list(field, "Not a valid string.", (v): v is string => typeof v === "string") ?? [];
  }

  public optionalObject(field: string): JsonBody | undefined {
    const value = this.typed(field, "Invalid input type.", isObject);
    return value === undefined ? undefined : new JsonBody(value, this.at(field));
  }

  public objects(field: string): JsonBody[] {
    return (this.list(field, "Invalid input type.", isObject) ?? []).map((value, i) => new JsonBody(value, this.at(`${field}.${i}`)));
  }

  /** Labels that passed the API's grammar, or nothing. */
  public optionalLabels(): Labels | undefined {
    const value = this.typed("labels", "Invalid input type.", isObject);
    if (value === undefined) return undefined;
    const labels: Record<string, string> = {};
    for (const [key, text] of Object.entries(value)) {
      if (typeof text !== "string") throw invalidInput("labels", `label value of '${key}' is not a string`);
      labels[key] = text;
    }
    return checkLabels(labels);
  }

  private at(field: string): string {
    return this.path === "" ? field : `${this.path}.${field}`;
  }

  private missing(field: string): never {
    throw invalidInput(this.at(field), "Missing data for required field.");
  }

  private typed<T>(field: string, message: string, is: (value: unknown) => value is T): T | undefined {
    const value = this.object[field];
    if (value === undefined || value === null) return undefined;
    if (!is(value)) throw invalidInput(this.at(field), message);
    return value;
  }

  private list<T>(field: string, message: string, is: (value: unknown) => value is T): T[] | undefined {
    const value = this.typed(field, "Not a valid list.", (v): v is unknown[] => Array.isArray(v));
    return value?.map((item, i) => {
      if (!is(item)) throw invalidInput(this.at(`${field}.${i}`), message);
      return item;
    });
  }
}

function isIdOrName(value: unknown): value is string | number {
  return (typeof value === "string" && value !== "") || (typeof value === "number" && Number.isSafeInteger(value));
}
