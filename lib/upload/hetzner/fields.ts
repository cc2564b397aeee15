import { FlatcarError } from "../../errors";

type JsonObject = Readonly<Record<string, unknown>>;

/** An object of an answer, read field by field: an API that is another one is told of, and never taken for Hetzner's. */
export class Fields {
  /**
   * Reads the body of an answer.
   *
   * @param place what was asked, as errors name it
   * @throws FlatcarError `hetzner-answer` where it is no JSON object
   */
  public static parse(text: string, place: string): Fields {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw wrong(place, text, "JSON");
    }
    return new Fields(value, place);
  }

  private readonly value: JsonObject;

  private constructor(
    value: unknown,
    private readonly place: string,
  ) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(place, value, "an object");
    this.value = value as JsonObject;
  }

  public text(field: string): string {
    const value = this.value[field];
    return typeof value === "string" ? value : this.wrong(field, "a text");
  }

  public integer(field: string): number {
    const value = this.value[field];
    return typeof value === "number" && Number.isSafeInteger(value) ? value : this.wrong(field, "a whole number");
  }

  public number(field: string): number {
    const value = this.value[field];
    return typeof value === "number" ? value : this.wrong(field, "a number");
  }

  public object(field: string): Fields {
    return new Fields(this.value[field], this.at(field));
  }

  /** Nothing where it is null or not there. */
  public optional<T>(field: string, read: (fields: Fields) => T): T | undefined {
    const value = this.value[field];
    return value === undefined || value === null ? undefined : read(this);
  }

  public objects(field: string): Fields[] {
    const value = this.value[field];
    if (!Array.isArray(value)) return this.wrong(field, "a list");
    return value.map((item, i) => new Fields(item, `${this.at(field)}[${i}]`));
  }

  /** Texts by their keys, as labels are. */
  public texts(field: string): { [key: string]: string } {
    const { value } = this.object(field);
    const texts: [string, string][] = Object.entries(value).map(([key, text]) => [
      key,
      typeof text === "string" ? text : this.wrong(field, "texts"),
    ]);
    return Object.fromEntries(texts);
  }

  private at(field: string): string {
    return `${this.place}: ${field}`;
  }

  private wrong(field: string, allowed: string): never {
    throw wrong(this.at(field), this.value[field], allowed);
  }
}

function wrong(subject: string, received: unknown, allowed: string): FlatcarError {
  return new FlatcarError({
    code: "hetzner-answer",
    subject,
    received,
    allowed,
    mend: "see whether the endpoint is that of the Hetzner Cloud API, and who else may answer",
  });
}
