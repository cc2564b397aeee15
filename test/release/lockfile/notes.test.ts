import fc from "fast-check";
import { expect, test } from "vitest";
import { securityFixes } from "../../../lib/release/lockfile/notes";

const link = (cve: string): string => `[${cve}](https://nvd.nist.gov/vuln/detail/${cve})`;

// As the project writes them; the spaces at the beginnings are its own.
const NOTES = ` _Changes since **Stable 4593.2.4**_
 
 #### Security fixes:
 
 - Linux (${link("CVE-2026-68480")}, ${link("CVE-2026-9999")}, ${link("CVE-2025-71265")})
 - sysext-docker: docker (${link("CVE-2026-34040")})
 - glib ([fixes to normal form handling in GVariant](https://discourse.gnome.org/t/1), ${link("CVE-2026-1000")})
 - GNU Libtasn1 ([Gentoo#866237](https://bugs.gentoo.org/866237))
 
 #### Bug fixes:
 
 - curl (${link("CVE-2026-1111")})
`;

test("each part has its problems, from old to new, and other sections say nothing", () => {
  expect(securityFixes(NOTES)).toEqual([
    { component: "Linux", cves: ["CVE-2025-71265", "CVE-2026-9999", "CVE-2026-68480"], others: [] },
    { component: "sysext-docker: docker", cves: ["CVE-2026-34040"], others: [] },
    { component: "glib", cves: ["CVE-2026-1000"], others: ["fixes to normal form handling in GVariant"] },
    { component: "GNU Libtasn1", cves: [], others: ["Gentoo#866237"] },
  ]);
});

test.each([
  "#### Security fixes:",
  "#### Security fixes",
  "## Security fixes:",
  "**Security fixes**",
  "**Security Fixes:**",
  "  **Security fixes**:",
])("the section is found however it is headed: %s", (heading) => {
  const notes = `* Linux (${link("CVE-2021-1111")})\n${heading}\n\n\n* Linux (${link("CVE-2021-2222")})\n\n**Changes**\n* Go (${link("CVE-2021-3333")})\n`;
  expect(securityFixes(notes)).toEqual([{ component: "Linux", cves: ["CVE-2021-2222"], others: [] }]);
});

test("a part that stands in two sections, since two channels are told of, is one", () => {
  const section = (...cves: string[]): string => `#### Security fixes:\n\n- Linux (${cves.map(link).join(", ")})\n\n`;
  expect(
    securityFixes(`${section("CVE-2026-2222", "CVE-2026-1111")}_Changes since **Beta 4547.1.0**_\n${section("CVE-2026-2222")}`),
  ).toEqual([{ component: "Linux", cves: ["CVE-2026-1111", "CVE-2026-2222"], others: [] }]);
});

test("a text without brackets is a part by itself, without its marks and links", () => {
  const notes = "## Security fixes\n- Fixed **a hole** in `runc`, see [the report](https://example.com/x)\n";
  expect(securityFixes(notes)).toEqual([{ component: "Fixed a hole in runc, see the report", cves: [], others: ["the report"] }]);
});

test.each(["Linux CVE-2020-27815, CVE-2020-29568", "Linux - CVE-2020-27815, CVE-2020-29568", "Linux (CVE-2020-27815, CVE-2020-29568)"])(
  "old notes have problems without links: %s",
  (item) => {
    expect(securityFixes(`**Security fixes**\n* ${item}\n`)).toEqual([
      { component: "Linux", cves: ["CVE-2020-27815", "CVE-2020-29568"], others: [] },
    ]);
  },
);

test("there is nothing where nothing was mended", () => {
  for (const notes of ["", "- Linux (CVE-2026-1111)", "#### Security fixes:\n\n#### Updates:\n- Linux (CVE-2026-1111)\n"])
    expect(securityFixes(notes)).toEqual([]);
});

test("whatever the notes hold, names are short, of one line, and move no cursor", () => {
  const nasty = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\u001b[2J", "\u202e", "[](", "(", "x".repeat(500)));
  fc.assert(
    fc.property(fc.array(nasty, { maxLength: 6 }), (parts) => {
      for (const { component, others } of securityFixes(`#### Security fixes\n- ${parts.join(" ")}\n`)) {
        for (const text of [component, ...others]) {
          expect(text.length).toBeLessThanOrEqual(80);
          expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        }
      }
    }),
  );
});
