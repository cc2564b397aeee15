import { expect, test } from "vitest";
import { amiLists, amisOf, digestsText, ltsInfo, type ReleaseEntry, releasesJson, versionText } from "./documents";

test("version.txt has the seven keys in their order, and a nightly's build in one of them", () => {
  expect(versionText({ version: "4593.2.5", buildId: "2026-08-12-1914" })).toBe(
    `FLATCAR_BUILD=4593
FLATCAR_BRANCH=2
FLATCAR_PATCH=5
FLATCAR_VERSION=4593.2.5
FLATCAR_VERSION_ID=4593.2.5
FLATCAR_BUILD_ID="2026-08-12-1914"
FLATCAR_SDK_VERSION=4593.0.0
`,
  );
  const nightly = versionText({ version: "4799.0.0+nightly-20260821-2100", buildId: "", sdkVersion: "4799.0.0" });
  expect(nightly).toContain("\nFLATCAR_PATCH=0\nFLATCAR_VERSION=4799.0.0+nightly-20260821-2100\nFLATCAR_VERSION_ID=4799.0.0\n");
  expect(nightly).toContain('\nFLATCAR_BUILD_ID=""\n');
});

test("DIGESTS have a section for each hash, and two spaces before the name", () => {
  expect(digestsText("a.bin", { md5: "m", sha1: "s", sha512: "h" })).toBe(
    "# MD5 HASH\nm  a.bin\n# SHA1 HASH\ns  a.bin\n# SHA512 HASH\nh  a.bin\n",
  );
});

test("the JSON of releases looks as Python writes it: two spaces, ASCII, lists of one, and what moves at the end", () => {
  const entry: ReleaseEntry = {
    channel: "lts",
    architectures: ["amd64"],
    releaseDate: "2022-10-17 12:00:00 +0000",
    software: { systemd: "246", kernel: "5.4.210" },
    notes: "größer \u2013 \ud83d\ude00\n",
  };
  const releases = new Map([
    ["2605.9.1", entry],
    ["2605.32.1", { ...entry, software: {} }],
  ]);
  const expected = String.raw`{
  "2605.32.1": {
    "channel": "lts",
    "architectures": [
      "amd64"
    ],
    "release_date": "2022-10-17 12:00:00 +0000",
    "major_software": {},
    "release_notes": "gr\u00f6\u00dfer \u2013 \ud83d\ude00\n"
  },
  "2605.9.1": {
    "channel": "lts",
    "architectures": [
      "amd64"
    ],
    "release_date": "2022-10-17 12:00:00 +0000",
    "major_software": {
      "kernel": [
        "5.4.210"
      ],
      "systemd": [
        "246"
      ]
    },
    "release_notes": "gr\u00f6\u00dfer \u2013 \ud83d\ude00\n"
  },
  "current": {`;
  const text = releasesJson(releases, new Map([["current", entry]]));
  expect(text.slice(0, expected.length)).toBe(expected);
  expect(text).toMatch(/\n}\n$/);
});

test("lts-info has a line for each stream", () => {
  const streams = [
    { major: 2605, year: "2021", supported: false },
    { major: 4081, year: "2024", supported: true },
  ];
  expect(ltsInfo(streams)).toBe("2605:2021:unsupported\n4081:2024:supported\n");
  expect(ltsInfo([])).toBe("");
});

test("AMI ids follow from release and region, and differ", () => {
  const amis = amisOf("stable 4593.2.5 amd64-usr");
  expect([...amis.keys()]).toEqual(["ap-south-1", "eu-central-1", "us-east-1"]);
  for (const id of amis.values()) expect(id).toMatch(/^ami-[0-9a-f]{17}$/);
  expect(new Set([...amis.values(), ...amisOf("stable 4593.2.5 arm64-usr").values()]).size).toBe(6);
  expect(amisOf("stable 4593.2.5 amd64-usr")).toEqual(amis);
});

test("the lists of AMIs are JSON by region, lines, and a file for each region", () => {
  const lists = amiLists(
    new Map([
      ["us-east-1", "ami-2"],
      ["af-south-1", "ami-1"],
    ]),
  );
  expect(lists.get("flatcar_production_ami_all.json")).toBe(`{
  "amis": [
    {
      "name": "af-south-1",
      "hvm": "ami-1"
    },
    {
      "name": "us-east-1",
      "hvm": "ami-2"
    }
  ]
}`);
  expect(lists.get("flatcar_production_ami_all.txt")).toBe("af-south-1=ami-1|us-east-1=ami-2\n");
  expect(lists.get("flatcar_production_ami_hvm_us-east-1.txt")).toBe("ami-2\n");
  expect([...lists.keys()]).toHaveLength(7);
});
