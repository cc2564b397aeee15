import { UpdateServer } from "../../../../lib";
import { LTS_2023, ofRelease } from "./fc005";
import type { RuleCases } from "./rule-cases";

/** A release of a stream that has ended. The others of this rule are of any release, since the day and what is published decide. */
export const FC006: RuleCases = {
  aws: { "fc006-ended-stream": [undefined, ofRelease(LTS_2023, { updateServer: UpdateServer.public({ group: "lts-2023" }) })] },
};
