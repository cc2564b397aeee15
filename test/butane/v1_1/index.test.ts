import { expect, test } from "vitest";
import { config, said, translated } from "../translated";

test("it becomes Ignition 3.4.0, with what came with it", () => {
  const { ignition, storage } = config(`storage:
  luks: [{name: a, device: /dev/a, discard: true, open_options: [x]}]
  files: [{path: /a, contents: {source: "arn:aws:s3:::b/k"}}]`);
  expect(ignition).toEqual({ version: "3.4.0" });
  expect(storage?.luks).toEqual([{ device: "/dev/a", discard: true, name: "a", openOptions: ["x"] }]);
});

test("clevis is refused, cex unknown", () => {
  expect(said(translated("storage: {luks: [{name: a, device: /dev/a, cex: {enabled: true}, clevis: {tpm2: false}}]}"))).toEqual([
    "warning at storage.luks.0.cex: unused key cex",
    "error at storage.luks.0.clevis: clevis is not supported in this spec version",
    "source config is invalid",
  ]);
});

test("special bits of modes are warned of, since they do nothing yet", () => {
  expect(said(translated("storage: {files: [{path: /a, mode: 04755}]}"))).toEqual([
    "warning at storage.files.0.mode: setuid/setgid/sticky bits are not supported or functional in spec versions older than 3.6.0",
  ]);
});
