import { expect, test } from "vitest";
import { Reach } from "../../../lib/check/model/reach";
import { Rank } from "../../../lib/check/report/markdown-budget";
import { diffSection, findingSection } from "../../../lib/check/report/markdown-findings";
import { Severity } from "../../../lib/check/severity";
import { dataUrl, diffIgnition } from "../../../lib/ignition";
import { findingOf, recordedReport, stackReport, written } from "./reports";

test("a finding says what, where and how to mend it", () => {
  const section = findingSection([findingOf(), findingOf({ severity: Severity.WARN })], Severity.FAIL);
  const blocks = written(section);
  expect(section.head).toBe("\n#### Failures (1)\n");
  expect(blocks).toEqual([
    {
      rank: Rank.FAILURE,
      text:
        "\n**FC001 machines replaced or restarted at once** in `t/db` (`stacks/hetzner.ts:12`)<br>" +
        "2 of 3 machines of db are replaced at once<br>_Mend:_ raise generations one by one\n",
    },
  ]);
});

test("a finding of a stack names the stack and its file, one of the settings the settings file alone", () => {
  const text = (more: Parameters<typeof findingOf>[0]): string =>
    written(findingSection([findingOf({ ...more, pool: undefined, source: undefined })], Severity.FAIL))[0].text;
  expect(text({})).toContain("** in `t` (`cdktf.out/stacks/t/cdk.tf.json`)<br>");
  expect(text({ stack: "", file: "flatcar-check.json" })).toContain("at once** (`flatcar-check.json`)<br>");
});

test.each([
  [Severity.FAIL, "Failures", Rank.FAILURE],
  [Severity.WARN, "Warnings", Rank.WARNING],
  [Severity.INFO, "Notes", Rank.NOTE],
])("each severity has its section and importance: %s", (severity, title, rank) => {
  const { head, blocks } = findingSection([findingOf({ severity })], severity);
  expect(head).toContain(`${title} (1)`);
  expect(blocks[0].rank).toBe(rank);
});

test("details are folded behind their finding as they are, in a fence that they do not end", () => {
  const [, details] = written(findingSection([findingOf({ details: ["hcloud_server.a <b>", "```", "a\nb"] })], Severity.FAIL));
  expect(details).toEqual({
    rank: Rank.DETAILS,
    text: "\n<details><summary>3 lines more</summary>\n\n````text\nhcloud_server.a <b>\n```\na\\nb\n````\n\n</details>\n",
  });
});

test("of very many details the first forty are there, and long ones are cut", () => {
  const lines = Array.from({ length: 41 }, (_, i) => `${i}${"x".repeat(600)}`);
  const [, { text }] = written(findingSection([findingOf({ details: lines })], Severity.FAIL));
  expect(text).toContain("41 lines more");
  expect(text.match(/^\d+x+…$/gm)).toHaveLength(40);
  expect(text).toContain("\n… (41)\n```");
});

test("a diff of machine configs is coloured by forges, and says whose it is and how it takes effect", () => {
  const section = diffSection(recordedReport(["hetzner/generation"], {}, []).stacks);
  const blocks = written(section);
  expect(section.head).toBe("\n#### Machine configs\n");
  expect(blocks.map(({ rank }) => rank)).toEqual([Rank.DIFF, Rank.DIFF]);
  expect(blocks[0].text).toBe(
    "\n<details><summary><code>a</code> of <code>t/web</code>: 1 change; takes effect by replacement</summary>\n\n" +
      "```diff\n@@ + file /etc/note @@\n    contents: none → 3 bytes\n@@ -1,0 +1,1 @@\n+new\n\\ No newline at end of file\n```\n\n</details>\n",
  );
  expect(blocks[1].text).toContain("<code>c</code> of <code>t/web</code>: 1 change; will only take effect on new machines");
});

const diffOf = (text: string, machines = ["a"]) => {
  const before = { ignition: { version: "3.4.0" } };
  const diff = diffIgnition(before, { ...before, storage: { files: [{ path: "/a", contents: { source: dataUrl(text) } }] } });
  const [{ text: shown }] = written(
    diffSection([stackReport({ diffs: [{ stack: "t", pool: "t/db", machines, reach: Reach.REPLACEMENT, onlyNewMachines: false, diff }] })]),
  );
  return shown;
};

test("a line of a file does not look like a part of the config, nor does it end the block", () => {
  const text = diffOf("```\n+ file /etc/shadow @@\n@@ + file /b @@\n</details>\n");
  expect(text).toContain("````diff\n");
  expect(text).toContain("\n+```\n++ file /etc/shadow @@\n+@@ + file /b @@\n+</details>\n````\n");
});

test("a long diff is cut, with the number of lines that are missing, and of many machines eight are named", () => {
  const names = Array.from({ length: 9 }, (_, i) => `n${i}`);
  const text = diffOf("0123456789\n".repeat(2_000), names);
  expect(Buffer.byteLength(text)).toBeLessThan(13_000);
  expect(text).toMatch(/\n@@ … 1\d{3} lines more @@\n```/);
  expect(text).toContain("<code>n7</code>, … (9) of");
});
