import { onTestFinished } from "vitest";
import type { ApiError } from "./api-error";
import type { Attributes, Resource } from "./model";
import { addFixtures, type Fixtures, sample } from "./samples";
import { AwsStandIn } from "./stand-in";

/** An account with one of everything, gone after the test. */
export class Account {
  public static async open(): Promise<Account> {
    const standIn = await AwsStandIn.start();
    onTestFinished(() => standIn.stop());
    return new Account(standIn, addFixtures(standIn));
  }

  private constructor(
    public readonly standIn: AwsStandIn,
    public readonly of: Fixtures,
  ) {}

  /** A resource that has what it needs, and what it is given. */
  public add(type: string, key: string, attributes: Attributes = {}): Readonly<Resource> {
    return this.standIn.add(type, { ...sample(type, key, this.of), ...attributes });
  }

  /** A change, as a client sends it: all attributes, changed ones among them. */
  public async update({ type, id }: Resource, changes: Attributes): Promise<Answer> {
    const { attributes } = this.standIn.resource(type, id);
    return this.call("PUT", `/resources/${type}/${encodeURIComponent(id)}`, { ...attributes, ...changes });
  }

  public async call(method: string, path: string, attributes?: Attributes): Promise<Answer> {
    const body = attributes === undefined ? undefined : JSON.stringify({ region: "eu-central-1", attributes });
    const response = await fetch(`${this.standIn.url}${path}`, { method, body });
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Attributes) };
  }
}

export interface Answer {
  readonly status: number;
  readonly body: Attributes;
}

/** `code: message` of what is refused. */
export function refusal(doing: () => unknown): string {
  try {
    doing();
  } catch (error) {
    const { code, message } = error as ApiError;
    return `${code}: ${message}`;
  }
  return "accepted";
}
