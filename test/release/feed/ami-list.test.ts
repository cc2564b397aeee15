import { expect, test } from "vitest";
import { parseAmiList } from "../../../lib/release/feed/ami-list";
import { thrown } from "../thrown";

const ONE = { name: "eu-central-1", hvm: "ami-018d9b9d7151ab6c8" };

test("regions lead to AMIs", () => {
  const list = parseAmiList({ amis: [ONE, { name: "us-east-1", hvm: "ami-0a202326", other: 1 }] }, "list");
  expect([...list]).toEqual([
    ["eu-central-1", "ami-018d9b9d7151ab6c8"],
    ["us-east-1", "ami-0a202326"],
  ]);
  expect(parseAmiList({ amis: [] }, "list").size).toBe(0);
});

test.each([
  [[], "$.amis"],
  [{}, "$.amis"],
  [{ amis: {} }, "$.amis"],
  [{ amis: ["eu-central-1"] }, "$.amis[0].name"],
  [{ amis: [ONE, { hvm: ONE.hvm }] }, "$.amis[1].name"],
  [{ amis: [{ ...ONE, name: "europe" }] }, "$.amis[0].name"],
  [{ amis: [{ ...ONE, hvm: "ami-1" }] }, "$.amis[0].hvm"],
  [{ amis: [{ ...ONE, hvm: 7 }] }, "$.amis[0].hvm"],
  [{ amis: [ONE, ONE] }, "$.amis[1].name"],
])("%j is no list of AMIs", (document, subject) => {
  expect(thrown(() => parseAmiList(document, "list"))).toMatchObject({ code: "feed-document", path: "list", subject });
});
