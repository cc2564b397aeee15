import { expect, test } from "vitest";
import { config, said, translated } from "../translated";

const EXPERIMENTAL = "1.2.0-experimental";

test("it becomes Ignition 3.7.0-experimental, with clevis and special bits", () => {
  const { ignition, storage } = config(
    "storage: {luks: [{name: a, device: /dev/a, clevis: {custom: {pin: own, config: x}}}], files: [{path: /a, mode: 04755}]}",
    undefined,
    EXPERIMENTAL,
  );
  expect(ignition).toEqual({ version: "3.7.0-experimental" });
  expect(storage?.luks).toEqual([{ clevis: { custom: { config: "x", pin: "own" } }, device: "/dev/a", name: "a" }]);
});

test("cex is refused", () => {
  expect(said(translated("storage: {luks: [{name: a, device: /dev/a, cex: {enabled: false}}]}", undefined, EXPERIMENTAL))).toEqual([
    "error at storage.luks.0.cex: cex is not currently supported on the target platform",
    "source config is invalid",
  ]);
});
