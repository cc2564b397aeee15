import { expect, test } from "vitest";
import { cacheDirectory } from "../../../lib/release/cache/cache-directory";
import { thrown } from "../thrown";

test.each([
  [{ XDG_CACHE_HOME: "/caches", HOME: "/home/me" }, "linux", "/caches/cdktf-flatcar"],
  [{ HOME: "/home/me" }, "linux", "/home/me/.cache/cdktf-flatcar"],
  [{ XDG_CACHE_HOME: "", HOME: "/home/me" }, "linux", "/home/me/.cache/cdktf-flatcar"],
  [{ XDG_CACHE_HOME: "caches", HOME: "/home/me" }, "darwin", "/home/me/.cache/cdktf-flatcar"],
  [{ LOCALAPPDATA: "C:\\Users\\me\\AppData\\Local", HOME: "/home/me" }, "win32", "C:\\Users\\me\\AppData\\Local\\cdktf-flatcar"],
])("with %j on %s it is %s", (env, platform, expected) => {
  expect(cacheDirectory(env, platform)).toBe(expected);
});

test.each([
  [{}, "linux", "HOME", undefined],
  [{ HOME: "relative" }, "linux", "HOME", "relative"],
  [{ XDG_CACHE_HOME: "relative" }, "linux", "HOME", undefined],
  [{ HOME: "/home/me" }, "win32", "LOCALAPPDATA", undefined],
  [{ LOCALAPPDATA: "relative" }, "win32", "LOCALAPPDATA", "relative"],
])("with %j on %s there is none, and the error names %s", (env, platform, variable, received) => {
  const error = thrown(() => cacheDirectory(env, platform));
  expect(error).toMatchObject({ code: "cache-directory-unknown", subject: `environment variable ${variable}`, received });
  expect(error.mend).toContain("--cache");
});
