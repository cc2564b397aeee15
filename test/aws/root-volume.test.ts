import { expect, test } from "vitest";
import { rootVolume } from "../../lib/aws/root-volume";
import { FlatcarRelease } from "../../lib/release";
import { thrown } from "../support";
import { RELEASE, pool, variable } from "./pool";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

test("a root volume is 20 GiB of gp3, with what its price includes", () => {
  expect(rootVolume({}, RELEASE)).toEqual({
    volumeType: "gp3",
    volumeSize: 20,
    iops: undefined,
    throughput: undefined,
    kmsKeyId: undefined,
  });
});

test("it has what it is given", () => {
  const props = { rootDiskGib: 16, rootDiskIops: 3000, rootDiskThroughput: 125, kmsKeyId: KEY };
  expect(rootVolume(props, RELEASE)).toEqual({ volumeType: "gp3", volumeSize: 16, iops: 3000, throughput: 125, kmsKeyId: KEY });
});

test.each([15, 8, 0, -1, 16.5, Number.NaN])("%d GiB is too small, also for a release whose AMI is smaller", (rootDiskGib) => {
  for (const release of [RELEASE, FlatcarRelease.version("4081.3.6")]) {
    const error = thrown(() => rootVolume({ rootDiskGib }, release));
    expect(error).toMatchObject({ code: "root-disk-too-small", subject: "rootDiskGib", received: rootDiskGib });
    expect(error.allowed).toContain("at least 16");
  }
});

test("the error names the node whose size it is", () => {
  expect(thrown(() => rootVolume({ rootDiskGib: 1 }, RELEASE, "nodes.a.rootDiskGib")).subject).toBe("nodes.a.rootDiskGib");
});

test.each([
  ["rootDiskIops", 2999],
  ["rootDiskIops", 3000.5],
  ["rootDiskThroughput", 124],
])("%s cannot be %d", (subject, received) => {
  expect(thrown(() => rootVolume({ [subject]: received }, RELEASE))).toMatchObject({ code: "root-disk-performance", subject, received });
});

test.each([KEY.replace(/^.*\//, ""), "alias/disks", KEY.replace("key/", "alias/"), "", "arn:aws:iam::111122223333:role/x"])(
  "%j is no ARN of a key, and the next plan would replace the machine for it",
  (kmsKeyId) => {
    expect(thrown(() => pool({ kmsKeyId }))).toMatchObject({ code: "kms-key", path: "stack/web", subject: "kmsKeyId", received: kmsKeyId });
  },
);

test.each([KEY.replace("aws", "aws-us-gov"), KEY.replace(/key\/.*/, "key/mrk-1234abcd12ab34cd56ef1234567890ab")])(
  "%s is one",
  (kmsKeyId) => {
    expect(rootVolume({ kmsKeyId }, RELEASE).kmsKeyId).toBe(kmsKeyId);
  },
);

test("a key known only at apply passes", () => {
  const { stringValue } = variable();
  for (const kmsKeyId of [stringValue, `arn:aws:kms:eu-central-1:111122223333:key/${stringValue}`])
    expect(rootVolume({ kmsKeyId }, RELEASE).kmsKeyId).toBe(kmsKeyId);
});

test("sizes known only at apply pass", () => {
  const { numberValue: n } = variable();
  expect(rootVolume({ rootDiskGib: n, rootDiskIops: n, rootDiskThroughput: n }, RELEASE)).toMatchObject({
    volumeSize: n,
    iops: n,
    throughput: n,
  });
});
