import { expect, test } from "vitest";
import { differingParts } from "../../../lib/check/model/differing-parts";
import { IgnitionConfig, diffIgnition } from "../../../lib/ignition";

const ignition = { version: "3.4.0" };
const file = (path: string, text: string) => ({ path, contents: { source: `data:,${text}` } });
const hostname = (name: string) => file("/etc/hostname", name);

test("what both write in the same words is left out, and nothing else", () => {
  const before: IgnitionConfig = {
    ignition,
    storage: { files: [hostname("a"), file("/x", "1"), file("/y", "1")] },
    passwd: { users: [{ name: "core" }] },
  };
  const after: IgnitionConfig = {
    ignition,
    storage: { files: [file("/x", "2"), hostname("a"), file("/z", "1")] },
    passwd: { users: [{ name: "core" }] },
  };
  const [ours, theirs] = differingParts(before, after);
  expect(ours).toEqual({ ignition, storage: { files: [file("/x", "1"), file("/y", "1")] }, passwd: {} });
  expect(theirs).toEqual({ ignition, storage: { files: [file("/x", "2"), file("/z", "1")] }, passwd: {} });
  expect(diffIgnition(ours, theirs)).toEqual(diffIgnition(before, after));
});

test("two machines that are called otherwise on both sides have the same parts", () => {
  const parts = (name: string) =>
    differingParts(
      { ignition, storage: { files: [hostname(name), file("/x", "1")] } },
      { ignition, storage: { files: [hostname(name), file("/x", "2")] } },
    );
  expect(parts("a")).toEqual(parts("b"));
});

test("sections and lists that one side has alone stay", () => {
  const after: IgnitionConfig = { ignition, storage: { files: [file("/x", "1")] }, systemd: { units: [{ name: "a.service" }] } };
  expect(differingParts({ ignition }, after)).toEqual([{ ignition }, after]);
  expect(differingParts(after, { ignition, storage: { directories: [{ path: "/x" }] } })).toEqual([
    after,
    { ignition, storage: { directories: [{ path: "/x" }] } },
  ]);
});

test("of what is written twice, what counts stays", () => {
  const before: IgnitionConfig = { ignition, storage: { files: [file("/x", "1"), file("/x", "2")] } };
  const after: IgnitionConfig = { ignition, storage: { files: [file("/x", "1")] } };
  expect(diffIgnition(...differingParts(before, after))).toEqual(diffIgnition(before, after));
});

test("under another version the same words are compared: a mode may mean something else", () => {
  const config = (version: string): IgnitionConfig => ({
    ignition: { version },
    storage: { files: [{ ...file("/x", "1"), mode: 0o4755 }] },
  });
  const [before, after] = differingParts(config("3.5.0"), config("3.6.0"));
  expect(before.storage?.files).toHaveLength(1);
  expect(after.storage?.files).toHaveLength(1);
});
