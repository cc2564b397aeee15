import type { ConfigReport } from "../ignition/report";
import type { IgnitionConfig } from "../ignition/types";
import { goJson } from "./go-json";
import { LargeIntegers } from "./large-integers";
import type { Outcome } from "./phases";

/** What a translation gives. */
export class ButaneResult {
  /** The Ignition config; undefined after an error. */
  public readonly config?: IgnitionConfig;
  /** What was found, in the order in which `butane` lists it. Warnings are there with a config too. */
  public readonly reports: readonly ConfigReport[];
  /** Why there is no config, in the words of `butane`; undefined where there is one. */
  public readonly error?: string;
  private readonly print: () => string | undefined;
  private text?: string;

  /** @internal */
  public constructor(outcome: Outcome, pretty: boolean) {
    const { config, reports, error, integers = new LargeIntegers() } = outcome;
    this.config = config;
    this.reports = reports;
    this.error = error;
    this.print = () => (config === undefined ? undefined : goJson(config, pretty, integers));
  }

  /** The config as `butane` prints it, without the newline at its end; undefined after an error. */
  public get json(): string | undefined {
    return (this.text ??= this.print());
  }
}
