import { describe, expect, test } from "vitest";
import { FC012 } from "../../../lib/check/rules/fc012";
import { IgnitionConfig } from "../../../lib/ignition";
import { configOf, fileOf, foreignStack, noteOf, poolStack, subjectOf } from "../config-stacks";
import { groupPool, stackOf } from "../manifests";
import { problemsOf, recordedSubject } from "./subject";

const messages = (...of: Parameters<typeof subjectOf>): string[] => problemsOf(FC012, subjectOf(...of)).map(({ message }) => message);
const files = (...names: string[]): IgnitionConfig => configOf({ storage: { files: names.map((name) => fileOf(name, "x")) } });

describe("as Terraform plans it", () => {
  test("a config that replaces machines", () => {
    const [{ pool, subjects, message, mend, details }, ...others] = problemsOf(FC012, recordedSubject("hetzner", "config-of-one-node"));
    expect(pool?.path).toBe("t/web");
    expect(subjects).toEqual(["a"]);
    expect(message).toBe("the machine config of web changes on 1 of 2 machines: 1 file (added); it takes effect by replacement");
    expect(mend).toBeUndefined();
    expect(details).toEqual(["+ file /etc/note"]);
    expect(others).toEqual([]);
  });

  test.each([
    ["hetzner", "config-replace", ["on all 2 machines: 1 file (added); it takes effect by replacement"]],
    ["hetzner", "config-new-nodes-only", ["on all 2 machines: 1 file (added); it will only take effect on new machines"]],
    [
      "hetzner",
      "generation",
      [
        "on 1 of 2 machines: 1 file (added); it takes effect by replacement",
        "on 1 of 2 machines: 1 file (added); it will only take effect on new machines",
      ],
    ],
    ["aws", "group-config-replace", ["on every machine: 1 file (added); it takes effect by an instance refresh"]],
    ["bare-metal", "config", ["on all 2 machines: 1 file (added); it takes effect at the next installation"]],
    ["bare-metal", "diskless-config", ["on all 2 machines: 1 file (added); it takes effect at the next boot from the network"]],
  ])("%s, %s", (platform, name, expected) => {
    const found = problemsOf(FC012, recordedSubject(platform, name)).map(({ message }) => message);
    expect(found).toEqual(expected.map((text) => `the machine config of web changes ${text}`));
  });

  test("servers that no pool made, whose user data is ignored", () => {
    const [found, ...others] = problemsOf(FC012, recordedSubject("hetzner", "fc012-ignored"));
    expect(found.message).toBe("the machine config of hcloud_server.a changes: 1 file (changed); it will only take effect on new machines");
    expect(found.mend).toContain("replace the machines");
    expect(found.details).toEqual(["~ file /etc/note (contents)"]);
    expect(others).toEqual([]);
  });

  test.each([
    ["hetzner", "fc012-rewritten"],
    ["hetzner", "nothing"],
    ["hetzner", "label"],
    ["hetzner", "node-added"],
    ["hetzner", "pool-moved"],
    ["hetzner", "pool-removed"],
    ["hetzner", "first-apply"],
    ["aws", "named-release-replace"],
  ])("what leaves the same machines is nothing: %s, %s", (platform, name) => {
    expect(problemsOf(FC012, recordedSubject(platform, name))).toEqual([]);
  });
});

test("without a base it is not asked, and where the base has no such stack it finds nothing", () => {
  expect(messages(poolStack({ a: noteOf("2") }))).toEqual([]);
  expect(messages(poolStack({ a: noteOf("2") }), null)).toEqual([]);
  expect(FC012.parts.map(({ needs }) => needs)).toEqual([["base"]]);
});

test("of a pool of one machine the machine is named", () => {
  expect(messages(poolStack({ a: noteOf("2") }), poolStack({ a: noteOf("1") }))).toEqual([
    "the machine config of db changes on a: 1 file (changed); it takes effect by replacement",
  ]);
});

test("machines that change in different ways are one problem, and the details say which", () => {
  const before = poolStack({ a: files(), b: files(), c: files() });
  const after = poolStack({ a: files("/all", "/two"), b: files("/all", "/two"), c: files("/all", "/one") });
  const [{ message, subjects, details }, ...others] = problemsOf(FC012, subjectOf(after, before));
  expect(message).toBe("the machine config of db changes on all 3 machines: 3 files (added); it takes effect by replacement");
  expect(subjects).toEqual(["a", "b", "c"]);
  expect(details).toEqual(["+ file /all", "+ file /two on a, b", "+ file /one on c"]);
  expect(others).toEqual([]);
});

test("the machines of a line are named up to three", () => {
  const all = (note: string) => Object.fromEntries(["a", "b", "c", "d"].map((name) => [name, files("/x", note)]));
  const [{ details }] = problemsOf(
    FC012,
    subjectOf(poolStack({ ...all("/y"), e: files("/x", "/z") }), poolStack({ ...all("/x"), e: files("/x") })),
  );
  expect(details).toEqual(["+ file /y on a, b, c and 1 more", "+ file /z on e"]);
});

test("there are twenty details at most", () => {
  const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `/f${String(i).padStart(2, "0")}`);
  const details = (count: number): readonly string[] => {
    const [found] = problemsOf(FC012, subjectOf(poolStack({ a: files(...names(count)) }), poolStack({ a: files() })));
    return found.details ?? [];
  };
  expect(details(20)).toHaveLength(20);
  expect(details(20).at(-1)).toBe("+ file /f19");
  expect(details(21)).toHaveLength(21);
  expect(details(21).at(-1)).toBe("… and 1 more");
});

test("what is in a config is not told, and what looks secret in a name neither", () => {
  const password = "correct-horse-battery";
  const tang = (url: string): IgnitionConfig =>
    configOf({ storage: { luks: [{ name: "data", device: "/dev/vdb", clevis: { tang: [{ url, thumbprint: "x" }] } }] } });
  const found = problemsOf(
    FC012,
    subjectOf(poolStack({ a: tang(`https://ops:${password}@tang.example.com`) }), poolStack({ a: tang("https://t") })),
  );
  expect(found).toHaveLength(1);
  expect(JSON.stringify(found.map(({ message, details }) => [message, details]))).not.toContain(password);
});

test("for domains of no pool it takes another root disk", () => {
  const stack = (note: string) =>
    foreignStack({
      libvirt_domain: { a: { coreos_ignition: "${libvirt_ignition.a.id}" } },
      libvirt_ignition: { a: { content: JSON.stringify(noteOf(note)) } },
    });
  expect(messages(stack("2"), stack("1"))).toEqual([
    "the machine config of libvirt_domain.a changes: 1 file (changed); it takes effect with a new root disk only",
  ]);
});

test("a problem of a group is about all of its machines", () => {
  const config = { address: "aws_launch_template.t", attribute: "user_data", encoding: "plain" as const, bytes: 1, exact: true };
  const stack = (note: string) =>
    stackOf({
      resources: { aws_launch_template: { t: { user_data: JSON.stringify(noteOf(note)) } } },
      pools: { "x/web": groupPool({ config }) },
    });
  const [{ subjects, message }] = problemsOf(FC012, subjectOf(stack("2"), stack("1")));
  expect(subjects).toEqual([]);
  expect(message).toBe("the machine config of web changes on every machine: 1 file (changed); it takes effect by an instance refresh");
});
