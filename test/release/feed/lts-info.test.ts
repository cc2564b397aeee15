import { expect, test } from "vitest";
import { parseLtsInfo } from "../../../lib/release/feed/lts-info";
import { thrown } from "../thrown";

test("streams are read from new to old, in whatever order they stand", () => {
  expect(parseLtsInfo("2605:2021:unsupported\n4081:2024:supported\n3510:2023:unsupported\n", "lts-info")).toEqual([
    { major: 4081, year: "2024", isSupported: true },
    { major: 3510, year: "2023", isSupported: false },
    { major: 2605, year: "2021", isSupported: false },
  ]);
  expect(parseLtsInfo("", "lts-info")).toEqual([]);
});

test.each(["4081:2024", "4081:2024:maybe", "4081:24:supported", "04081:2024:supported", "a:2024:supported", " 4081:2024:supported"])(
  "%j is no stream",
  (line) => {
    const error = thrown(() => parseLtsInfo(`3510:2023:unsupported\n${line}\n`, "lts-info"));
    expect(error).toMatchObject({ code: "feed-document", path: "lts-info", subject: "line 2", received: line });
  },
);

test.each(["4081:2025:supported", "5000:2024:supported"])("a stream stands once: %s", (line) => {
  expect(thrown(() => parseLtsInfo(`4081:2024:supported\n${line}\n`, "lts-info")).allowed).toBe("each stream once");
});
