import { FlatcarError } from "../errors";
import { hasToken, isToken } from "../pool/tokens";
import { ImageKind, FlatcarRelease, minimumRootDiskGib } from "../release";
import { AWS_LEAST_ROOT_DISK_GIB } from "./limits";

/** The root disk of Flatcar's AMIs (https://github.com/flatcar/mantle/blob/main/platform/api/aws/images.go). */
export const ROOT_DEVICE = "/dev/xvda";

/** What the root volume of a machine is made of. */
export interface AwsRootVolumeProps {
  /**
   * Size of the root disk in GiB, 16 or more. On a machine with a name it can grow in place; Flatcar takes the new space when it boots next. EC2 makes no volume smaller.
   *
   * @default 20
   */
  readonly rootDiskGib?: number;
  /**
   * Input and output operations per second of the root volume, from 3000 (https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html).
   *
   * @default - 3000, which the volume's price includes
   */
  readonly rootDiskIops?: number;
  /**
   * Throughput of the root volume in MiB per second, from 125 (https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html).
   *
   * @default - 125, which the volume's price includes
   */
  readonly rootDiskThroughput?: number;
  /**
   * ARN of the KMS key that the root volume is encrypted with: `arn:aws:kms:eu-central-1:111122223333:key/…`, or the `arn` of a `KmsKey` that the app makes.
   *
   * @default - the account's default key for volumes
   */
  readonly kmsKeyId?: string;
}

/** A gp3 volume, always encrypted. */
export interface RootVolume {
  readonly volumeType: "gp3";
  readonly volumeSize: number;
  readonly iops?: number;
  readonly throughput?: number;
  readonly kmsKeyId?: string;
}

/**
 * The root volume of a machine.
 *
 * @param subject what the size is called in an error
 * @throws FlatcarError `root-disk-too-small`, `root-disk-performance`, `kms-key`
 */
export function rootVolume(props: AwsRootVolumeProps, release: FlatcarRelease, subject = "rootDiskGib"): RootVolume {
  const { rootDiskGib = 20, rootDiskIops: iops, rootDiskThroughput: throughput, kmsKeyId } = props;
  const least = Math.max(AWS_LEAST_ROOT_DISK_GIB, minimumRootDiskGib(ImageKind.AMI, release.version) ?? 0);
  if (!isWholeFrom(rootDiskGib, least)) {
    throw new FlatcarError({
      code: "root-disk-too-small",
      subject,
      received: rootDiskGib,
      allowed: `a whole number of GiB, at least ${least}: EC2 makes no volume smaller than the snapshot of the AMI`,
      mend: "give the root disk the size of the image at least; Flatcar grows its root to what is there",
    });
  }
  for (const [name, value, from] of [
    ["rootDiskIops", iops, 3000],
    ["rootDiskThroughput", throughput, 125],
  ] as const) {
    if (value === undefined || isWholeFrom(value, from)) continue;
    throw new FlatcarError({
      code: "root-disk-performance",
      subject: name,
      received: value,
      allowed: `a whole number from ${from}, which a gp3 volume has at least`,
      mend: "raise it, or leave it out",
    });
  }
  checkKey(kmsKeyId);
  return { volumeType: "gp3", volumeSize: rootDiskGib, iops, throughput, kmsKeyId };
}

// EC2 gives back the key's ARN, whatever it was given; the provider would replace the machine for anything else in each plan
// (https://github.com/hashicorp/terraform-provider-aws/issues/13761).
function checkKey(key: string | undefined): void {
  if (key === undefined || hasToken(key) || /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(key)) return;
  throw new FlatcarError({
    code: "kms-key",
    subject: "kmsKeyId",
    received: key,
    allowed: "the ARN of a key, neither its id nor an alias: with those a plan would replace machines each time",
    mend: "write it like arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab, or look an alias up with DataAwsKmsAlias: targetKeyArn",
  });
}

function isWholeFrom(value: number, least: number): boolean {
  return isToken(value) || (Number.isSafeInteger(value) && value >= least);
}
