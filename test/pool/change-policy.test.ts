import { expect, test } from "vitest";
import { ChangePolicy, resolveChangePolicies, resolveGroupChangePolicies } from "../../lib/pool/change-policy";
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

test.each([
  // quorum, asked config, asked release -> both
  [false, undefined, undefined, REPLACE],
  [false, REPLACE, undefined, REPLACE],
  [false, undefined, NEW_NODES_ONLY, NEW_NODES_ONLY],
  [false, NEW_NODES_ONLY, NEW_NODES_ONLY, NEW_NODES_ONLY],
  [true, undefined, undefined, NEW_NODES_ONLY],
  [true, NEW_NODES_ONLY, undefined, NEW_NODES_ONLY],
])("a group with quorum %s, asked for config %s and release %s, has %s for both", (quorum, onConfigChange, onReleaseChange, both) => {
  expect(resolveGroupChangePolicies({ quorum, onConfigChange, onReleaseChange })).toEqual({ onConfigChange: both, onReleaseChange: both });
});

test.each([
  [REPLACE, NEW_NODES_ONLY],
  [NEW_NODES_ONLY, REPLACE],
])("a group refuses %s for the config beside %s for the release", (onConfigChange, onReleaseChange) => {
  const error = thrown(() => resolveGroupChangePolicies({ quorum: false, onConfigChange, onReleaseChange }));
  expect(error).toMatchObject({ code: "group-policies", received: { onConfigChange, onReleaseChange } });
});

test("a group with quorum refuses REPLACE, and names the pool's generation", () => {
  const error = thrown(() => resolveGroupChangePolicies({ quorum: true, onReleaseChange: REPLACE }));
  expect(error).toMatchObject({ code: "quorum-replace", subject: "onReleaseChange" });
  expect(error.mend).toContain("the pool's 'generation'");
});
