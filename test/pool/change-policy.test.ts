import { expect, test } from "vitest";
import { ChangePolicy, resolveChangePolicies } from "../../lib/pool/change-policy";
import { thrown } from "../support";

const { REPLACE, NEW_NODES_ONLY } = ChangePolicy;

test.each([
  // updatesInPlace, quorum, asked config, asked release -> config, release
  [true, false, undefined, undefined, REPLACE, NEW_NODES_ONLY],
  [false, false, undefined, undefined, REPLACE, REPLACE],
  [true, false, NEW_NODES_ONLY, undefined, NEW_NODES_ONLY, NEW_NODES_ONLY],
  [false, false, NEW_NODES_ONLY, undefined, NEW_NODES_ONLY, REPLACE],
  [true, false, undefined, REPLACE, REPLACE, REPLACE],
  [false, false, undefined, NEW_NODES_ONLY, REPLACE, NEW_NODES_ONLY],
  [true, false, REPLACE, REPLACE, REPLACE, REPLACE],
  [true, true, undefined, undefined, NEW_NODES_ONLY, NEW_NODES_ONLY],
  [false, true, undefined, undefined, NEW_NODES_ONLY, NEW_NODES_ONLY],
  [false, true, NEW_NODES_ONLY, NEW_NODES_ONLY, NEW_NODES_ONLY, NEW_NODES_ONLY],
])(
  "updating in place %s, quorum %s, asked for config %s and release %s: config %s, release %s",
  (updatesInPlace, quorum, onConfigChange, onReleaseChange, config, release) => {
    expect(resolveChangePolicies({ updatesInPlace, quorum, onConfigChange, onReleaseChange })).toEqual({
      onConfigChange: config,
      onReleaseChange: release,
    });
  },
);

test.each(["onConfigChange", "onReleaseChange"] as const)("a quorum refuses REPLACE for %s and says how a change comes instead", (prop) => {
  const error = thrown(() => resolveChangePolicies({ updatesInPlace: true, quorum: true, [prop]: REPLACE }));
  expect(error).toMatchObject({ code: "quorum-replace", subject: prop, received: "replace" });
  expect(error.mend).toContain("'generation' of one node at a time");
});
