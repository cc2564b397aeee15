import { refused } from "./api-error";
import { type Ami, type Attributes, blocks, number, text } from "./model";
import type { AwsState } from "./state";

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html: "limited to 16 KB, in raw form, before it is base64-encoded" */
const USER_DATA_LIMIT = 16384;

/** What a machine is made of, wherever it is said. */
export interface Launch {
  readonly ami: Ami;
  readonly instanceType: string;
  readonly userData: string;
}

/** Decodes user data. @throws ApiError `InvalidUserData.Malformed` for what is no base64, `InvalidParameterValue` for too much */
export function decodeUserData(base64: string): Buffer {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") !== base64) throw refused("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  return checkUserData(bytes);
}

export function checkUserData(bytes: Buffer): Buffer {
  if (bytes.length > USER_DATA_LIMIT) throw refused("InvalidParameterValue", `User data is limited to ${USER_DATA_LIMIT} bytes`);
  return bytes;
}

/** The image is there, the type can run it, and the root volume has room for it. */
export function checkLaunch(state: AwsState, region: string, amiId: string, instanceType: string, rootSize: number | undefined): Ami {
  const ami = state.ami(amiId, region);
  const architecture = architectureOf(instanceType);
  if (architecture !== ami.architecture) {
    throw refused(
      "InvalidParameterValue",
      `The architecture '${architecture}' of the specified instance type does not match the architecture '${ami.architecture}' of the specified AMI. ` +
        "Specify an instance type and an AMI that have matching architectures, and try again.",
    );
  }
  if (rootSize !== undefined && rootSize < ami.rootVolumeSize) {
    const snapshot = snapshotOf(ami);
    throw refused(
      "InvalidBlockDeviceMapping",
      `Volume of size ${rootSize}GB is smaller than snapshot '${snapshot}', expect size >= ${ami.rootVolumeSize}GB`,
    );
  }
  return ami;
}

export function snapshotOf(ami: Ami): string {
  return ami.id.replace("ami-", "snap-");
}

/**
 * Graviton families have a `g` after the generation, or are `a1`:
 * https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function architectureOf(instanceType: string): Ami["architecture"] {
  return /^(a1|[a-z]+\d+[a-z-]*?g[a-z-]*)\./.test(instanceType) ? "arm64" : "x86_64";
}

/** The size of the root volume in the mappings of a launch template, in GiB; nothing where it is the image's. */
export function rootSizeOf(template: Attributes, ami: Ami): number | undefined {
  const root = blocks(template, "block_device_mappings").find((mapping) => text(mapping, "device_name") === ami.rootDeviceName);
  const size = root === undefined ? undefined : number(blocks(root, "ebs")[0] ?? {}, "volume_size");
  return size === 0 ? undefined : size;
}
