import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { Architecture, Channel, FlatcarVersion } from "../../../lib/release";
import { feedLayout } from "../../../lib/release/feed/layout";
import { thrown } from "../thrown";

const STABLE = { channel: Channel.STABLE, version: FlatcarVersion.parse("4593.2.5"), architecture: Architecture.ARM64 };
const NIGHTLY = { ...STABLE, version: FlatcarVersion.parse("4799.0.0+nightly-20260821-2100") };

test("without a mirror files are on the project's servers", () => {
  const layout = feedLayout(undefined);
  expect(layout.directory).toBeUndefined();
  expect(layout.file(STABLE, "version.txt")).toBe("https://stable.release.flatcar-linux.net/arm64-usr/4593.2.5/version.txt");
  expect(layout.current(Channel.LTS, Architecture.AMD64, "version.txt", "2024")).toBe(
    "https://lts.release.flatcar-linux.net/amd64-usr/current-2024/version.txt",
  );
  expect(layout.current(Channel.BETA, Architecture.AMD64, "version.txt")).toBe(
    "https://beta.release.flatcar-linux.net/amd64-usr/current/version.txt",
  );
  expect(layout.ltsInfo()).toBe("https://lts.release.flatcar-linux.net/lts-info");
  expect(layout.releases(Channel.LTS)).toBe("https://www.flatcar.org/releases-json/releases-lts.json");
});

test.each(["https://mirror.example/flatcar", "https://mirror.example/flatcar//"])("a mirror at %s has all below one URL", (mirror) => {
  const layout = feedLayout(mirror);
  expect(layout.file(STABLE, "version.txt")).toBe("https://mirror.example/flatcar/stable/arm64-usr/4593.2.5/version.txt");
  expect(layout.ltsInfo()).toBe("https://mirror.example/flatcar/lts/lts-info");
  expect(layout.releases(Channel.STABLE)).toBe("https://mirror.example/flatcar/releases-json/releases-stable.json");
});

test("a directory is a mirror by its path or URL, and a nightly's + is encoded", () => {
  for (const mirror of ["/srv/my mirror/", pathToFileURL("/srv/my mirror").href]) {
    const layout = feedLayout(mirror);
    expect(layout.file(NIGHTLY, "a")).toBe("file:///srv/my%20mirror/stable/arm64-usr/4799.0.0%2Bnightly-20260821-2100/a");
    expect(layout.directory?.replace(/\/$/, "")).toBe("/srv/my mirror");
  }
});

test.each([
  "ftp://mirror.example/",
  "https://mirror.example/?token=geheim",
  "https://mirror.example/#a",
  "https://user:geheim@mirror.example/",
  "https://user:very@geheim/@mirror.example/",
  "ftp://user:sehr/geheim@mirror.example/",
  "file://server/share",
  "mirror",
  "https://",
])("%s is no mirror", (mirror) => {
  const error = thrown(() => feedLayout(mirror));
  expect(error.code).toBe("mirror-url-invalid");
  expect(error.message).not.toContain("geheim");
});
