import type { Problem } from "../ignition/problems";
import { ConfigReport, ReportSeverity } from "../ignition/report";

/** The findings of a walk over a config, with the way to the value that is looked at. No path is put together before something is found. */
export class Walk {
  public readonly reports: ConfigReport[] = [];
  private readonly parts: (string | number)[] = [];

  public enter(part: string | number): void {
    this.parts.push(part);
  }

  public leave(): void {
    this.parts.pop();
  }

  public error(field: string, problem: Problem): void {
    this.errorAt(this.path(field), problem);
  }

  public warn(field: string, problem: Problem, hint?: string): void {
    this.warnAt(this.path(field), problem, hint);
  }

  /** Adds an error at a path from the root. */
  public errorAt(path: string, { code, message }: Problem): void {
    this.reports.push({ severity: ReportSeverity.ERROR, path, code, message });
  }

  /** Adds a warning at a path from the root. */
  public warnAt(path: string, { code, message }: Problem, hint?: string): void {
    this.reports.push({ severity: ReportSeverity.WARNING, path, code, message, ...(hint !== undefined && { hint }) });
  }

  /** Adds reports whose paths are from the root. */
  public add(reports: readonly ConfigReport[]): void {
    for (const report of reports) this.reports.push(report);
  }

  /** Whether the value is in one of the configs that `ignition.config` refers to. */
  public inReferences(): boolean {
    return this.parts[0] === "ignition" && this.parts[1] === "config";
  }

  /** Where the value is, or a field of it. */
  public path(field = ""): string {
    const here = this.parts.join(".");
    return field === "" ? here : here === "" ? field : `${here}.${field}`;
  }

  public isFatal(): boolean {
    return this.reports.some(({ severity }) => severity === ReportSeverity.ERROR);
  }
}
