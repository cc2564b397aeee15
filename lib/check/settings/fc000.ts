import type { Rule } from "../rules/rule";
import { Severity } from "../severity";

/** What findings about what a check itself rests on are of. It is asked with every check, and can be neither switched off nor accepted. */
export const FC000: Rule = {
  id: "FC000",
  title: "what the check rests on",
  severity: Severity.FAIL,
  why:
    "An override is for as long as its approver said. One that has expired accepts nothing any more, and fails by itself, so that it is renewed or taken out. " +
    "An override that accepts nothing, and thresholds of a pool that is not there, are notes: what they were for is gone, or its name is misspelt. " +
    "A plan that was narrowed, as by `-target`, says nothing of what it leaves out, which is a warning.",
  mend: "Mend what the override accepted, let its approver renew it, or take out of the settings what is for nothing. Plan all of the stack.",
  triggers: 'An override with `"expires": "2026-08-31"` on 1 September 2026.',
  passes: "The same override on 31 August 2026: the last day counts, in UTC.",
  parts: [],
};
