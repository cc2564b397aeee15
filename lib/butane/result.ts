import type { ConfigReport } from "../ignition/report";
import type { IgnitionConfig } from "../ignition/types";
import { goJson } from "./go-json";
import { LargeIntegers } from "./large-integers";
import type { Outcome } from "./phases";
import type { Position } from "./yaml";

/** What a translation gives. */
export class ButaneResult {
  /** The Ignition config; undefined after an error. */
  public readonly config?: IgnitionConfig;
  /** What was found, in the order in which `butane` lists it. Warnings are there with a config too. */
  public readonly reports: readonly ConfigReport[];
  /** Why there is no config, in the words of `butane`; undefined where there is one. */
  public readonly error?: string;
  private readonly print: () => string | undefined;
  private readonly place: (path: string) => Position | undefined;
  private text?: string;

  /** @internal */
  public constructor(outcome: Outcome, pretty: boolean) {
    const { config, reports, error, integers = new LargeIntegers(), positionOf } = outcome;
    this.config = config;
    this.reports = reports;
    this.error = error;
    this.print = () => (config === undefined ? undefined : goJson(config, pretty, integers));
    this.place = (path) => positionOf?.(path);
  }

  /**
   * Where in the text a part of the config was said: of what a tree or a mount unit made, where that stands. Undefined after an error, and
   * where the config was no text.
   *
   * @param path in the Ignition config, with list indexes as numbers: `storage.files.0`
   */
  public positionOf(path: string): Position | undefined {
    return this.place(path);
  }

  /** The config as `butane` prints it, without the newline at its end; undefined after an error. */
  public get json(): string | undefined {
    return (this.text ??= this.print());
  }
}
