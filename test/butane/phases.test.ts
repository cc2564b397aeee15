import { expect, test } from "vitest";
import { translateDecoded } from "../../lib/butane/phases";
import { V1_1 } from "../../lib/butane/v1_1";

test("a phase without errors leaves its warnings to the next", () => {
  const { reports, error, config } = translateDecoded(V1_1, { storage: { files: [{ path: "/a", mode: 644 }] } }, undefined);
  expect(reports.map(({ severity, code }) => [severity, code])).toEqual([
    ["warning", "mode-decimal"],
    ["warning", "mode-special-bits"],
  ]);
  expect(error).toBeUndefined();
  expect(config?.storage?.files).toEqual([{ path: "/a", mode: 644 }]);
});

test("each phase ends in an error of its own", () => {
  const error = (storage: object): string | undefined => translateDecoded(V1_1, { storage }, undefined).error;
  expect(error({ trees: [{ local: "" }] })).toBe("source config is invalid");
  expect(error({ trees: [{ local: "x" }] })).toBe("source config is invalid");
  expect(error({ luks: [{ name: "a", device: "/dev/a", clevis: { tpm2: true } }] })).toBe("source config is invalid");
  expect(error({ files: [{ path: "a" }] })).toBe("config generated was invalid");
});

test("without an error the way back to the source is known", () => {
  const { originOf } = translateDecoded(V1_1, { storage: { files: [{ path: "/a", contents: { inline: "x" } }] } }, undefined);
  expect(originOf?.("storage.files.0.contents.source")).toBe("storage.files.0.contents.inline");
});
