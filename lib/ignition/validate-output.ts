import { goPrintf } from "./go-printf";
import { trimGoSpace } from "./go-space";
import { rawReport } from "./report-text";
import { ReportSeverity } from "./report";
import { IgnitionValidation } from "./validate";

/** What a run of `ignition-validate` leaves. */
export interface ValidateOutput {
  readonly exitCode: 0 | 1;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A validation as `ignition-validate` prints it, byte for byte: its report on standard output, where a percent sign in a message comes out as it
 * does there, an error that stands alone on standard error. Warnings alone are a success.
 *
 * @see https://github.com/coreos/ignition/blob/v2.26.0/validate/main.go
 */
export function validateOutput({ reports, error }: IgnitionValidation): ValidateOutput {
  const stdout = reports.length === 0 ? "" : goPrintf(`${trimGoSpace(rawReport(reports))}\n`);
  if (reports.some(({ severity }) => severity === ReportSeverity.ERROR)) return { exitCode: 1, stdout, stderr: "" };
  if (error === undefined) return { exitCode: 0, stdout, stderr: "" };
  return { exitCode: 1, stdout, stderr: `couldn't parse config: ${error}\n` };
}
