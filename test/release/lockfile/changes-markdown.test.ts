import { expect, test } from "vitest";
import { ChangeKind, LockChange } from "../../../lib/release/lockfile/changes";
import { changesMarkdown } from "../../../lib/release/lockfile/changes-markdown";
import { change, fixes } from "./shown-changes";

test("a change is a table, its fixes fold, and every problem that is listed has its link", () => {
  expect(changesMarkdown([change({ security: [fixes("4593.2.5", { openssh: 2 })] })])).toBe(`### \`prod\`: stable 4593.2.4 → 4593.2.5

| | before | after |
|---|---|---|
| version | 4593.2.4 | **[4593.2.5](https://www.flatcar.org/releases#release-4593.2.5)** |
| released | 2026-07-21 | **2026-08-13** |
| kernel | 6.12.97 | **6.12.102** |
| containerd | 2.1.5 | 2.1.5 |
| docker | 28.0.4 | 28.0.4 |
| systemd | 257 | 257 |
| Ignition | 2.24.0 \\(spec 3.5.0\\) | 2.24.0 \\(spec 3.5.0\\) |

Newly locked: 15 hashes and 1 AMI.

**Security fixes**

<details>
<summary>4593.2.5, 2026-08-13: 2 problems in openssh</summary>

- openssh: [CVE-2026-1000](https://nvd.nist.gov/vuln/detail/CVE-2026-1000), [CVE-2026-1001](https://nvd.nist.gov/vuln/detail/CVE-2026-1001)

</details>
`);
});

test("names that change alike share a section, and those that do not change have none", () => {
  const text = changesMarkdown([change({ name: "staging" }), change({ name: "prod" }), change({ name: "dev", kind: ChangeKind.NONE })]);
  expect(text).toMatch(/^### `staging`, `prod`: /);
  expect(text).not.toContain("dev");
  expect(changesMarkdown([change({ kind: ChangeKind.NONE })])).toBe("No release in the lock changes.\n");
});

test("a new name has one column, one with more hashes no table, and one that goes back says what is lost", () => {
  expect(changesMarkdown([change({ kind: ChangeKind.NEW, before: undefined })])).toContain("| kernel | **6.12.102** |\n");
  const more = change({ kind: ChangeKind.COMPLETED, newAmis: 0, newHashes: 2 });
  expect(changesMarkdown([more])).toBe("### `prod`: stable 4593.2.5\n\nNewly locked: 2 hashes.\n");
  const back = change({ kind: ChangeKind.DOWNGRADE, security: [fixes("4593.2.5", { Linux: 1 })] });
  expect(changesMarkdown([back])).toContain("**Security fixes that are lost**");
});

test("notes stand at the end, each by itself", () => {
  const text = changesMarkdown([change()], ["one", "two"]);
  expect(text).toMatch(/\n\n> one\n>\n> two\n$/);
  expect(changesMarkdown([], ["one"])).toBe("No release in the lock changes.\n\n> one\n");
});

test("of a part with many problems the first are listed and the others counted", () => {
  const text = changesMarkdown([change({ security: [fixes("4593.2.5", { Linux: 466 })] })]);
  expect(text.match(/\[CVE/g)).toHaveLength(20);
  expect(text).toContain(" and 446 more\n");
  expect(text).toContain("466 problems in Linux");
});

test("release notes, which nobody has signed, name no person, make no link and no HTML", () => {
  const component = '@octocat <img src="https://example.com/x"> [a](https://example.com) #1 www.example.com | `x`';
  const security = [{ version: "4593.2.5", releaseDate: "2026-08-13", fixes: [{ component, cves: [], others: ["<b>", "@you"] }] }];
  const text = changesMarkdown([change({ security })]);
  const [, summary, item] = /<summary>(.*)<\/summary>\n\n- (.*)\n/.exec(text) ?? [];
  expect(summary).not.toMatch(/<|>|:\/\/|@\w|www\./);
  expect(summary).toContain("&lt;img src=&quot;https:\u200b//example.com/x&quot;&gt;");
  expect(item).not.toMatch(/(?<!\\)[<>[\]()#|`]|:\/\/|@\w|www\./);
});

test("whatever changes, the text fits into the body of a pull request", () => {
  const parts = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`part-${i}`, 40]));
  const many = (releases: number): LockChange["security"] =>
    Array.from({ length: releases }, (_, i) => fixes(`4593.2.${releases - i}`, parts));
  const counted = changesMarkdown([change({ security: many(10) })]);
  expect(counted.length).toBeLessThan(60_000);
  expect(counted).toContain("- 4593.2.10, 2026-08-13: 1600 problems in part-0, part-1");
  expect(counted).not.toContain("<details>");
  const bare = changesMarkdown([change({ security: many(300) })]);
  expect(bare).not.toContain("Security");
  expect(bare).toContain("| kernel |");
  const names = Array.from({ length: 400 }, (_, i) => change({ name: `name-${i}`, newHashes: i }));
  expect(changesMarkdown(names).length).toBeLessThanOrEqual(60_000);
});
