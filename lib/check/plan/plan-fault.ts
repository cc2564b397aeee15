import { FlatcarError } from "../../errors";
import type { CutFault } from "./json-cutter";

const ALLOWED = "what `terraform show -json` or `tofu show -json` prints of a plan";
const SHOW = "run `terraform show -json PLAN` and name what it prints";
const SUBJECT = "the plan";

/** A file that is the plan itself: a zip archive, and no JSON. */
export function binaryPlan(name: string): FlatcarError {
  return new FlatcarError({ code: "plan-binary", subject: SUBJECT, received: name, allowed: ALLOWED, mend: SHOW });
}

/** A text that is not JSON. */
export function notJson(name: string, why: string): FlatcarError {
  return new FlatcarError({ code: "plan-not-json", subject: SUBJECT, received: name, allowed: ALLOWED, mend: `${SHOW} (${why})` });
}

/** JSON that is something else than a plan. */
export function noPlan(name: string, why: string): FlatcarError {
  return new FlatcarError({ code: "plan-none", subject: SUBJECT, received: name, allowed: ALLOWED, mend: `${SHOW} (${why})` });
}

/** A plan whose making ended with an error, so that changes are missing. */
export function erroredPlan(name: string, stack: string): FlatcarError {
  return new FlatcarError({
    code: "plan-errored",
    subject: `the plan of ${stack}`,
    received: name,
    allowed: "a plan that was made to its end",
    mend: "see what terraform plan said, mend that, and plan again",
  });
}

/** A plan with a key twice in one object, which no Terraform writes: of the two readers would take one or the other. */
export function repeatedKey(name: string, why: string): FlatcarError {
  return new FlatcarError({ code: "plan-repeated-key", subject: SUBJECT, received: name, allowed: ALLOWED, mend: `${SHOW} (${why})` });
}

/** A plan of a form that is not known. */
export function unknownVersion(name: string, version: unknown, known: readonly string[]): FlatcarError {
  return new FlatcarError({
    code: "plan-version",
    subject: `${name}: format_version`,
    received: version,
    allowed: known.map((major) => `${major}.x`).join(", "),
    mend: "use a newer version of cdktf-flatcar, or the Terraform that it knows",
  });
}

/** What a cutter found wrong. */
export function cutFault({ kind, message }: CutFault, name: string): FlatcarError {
  if (kind === "repeated-key") return repeatedKey(name, message);
  if (kind === "no-json") return notJson(name, message);
  return new FlatcarError({
    code: "plan-truncated",
    subject: SUBJECT,
    received: name,
    allowed: "a whole document",
    mend: "show the plan again: its end is missing",
  });
}
