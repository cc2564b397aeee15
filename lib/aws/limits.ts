/** Bytes of user data that EC2 takes, before base64 (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html). */
export const AWS_USER_DATA_LIMIT = 16_384;

/**
 * The smallest root disk in GiB: the size of the snapshots that Flatcar's AMIs are made of, since October 2025
 * (https://github.com/flatcar/mantle/commit/66a6cead7d4d2c4b2dcba7578cbd4f942bd811e4). Older releases had 8; a disk of 16 takes any later one.
 */
export const AWS_LEAST_ROOT_DISK_GIB = 16;

/** Characters of a tag's key (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions). */
export const AWS_TAG_KEY_LIMIT = 128;

/** Characters of a tag's value (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions). */
export const AWS_TAG_VALUE_LIMIT = 256;

/** Tags of one resource (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions). */
export const AWS_TAGS_LIMIT = 50;

/** Characters of a launch template's name (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html). */
export const AWS_TEMPLATE_NAME_LIMIT = 128;

/**
 * Characters of `<namePrefix>-<poolName>`: a launch template has 128
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html), of which the provider takes 26 for a suffix of its own, and one dash.
 */
export const AWS_POOL_NAME_LIMIT = 101;

/** Characters of a rule's description (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRuleRequest.html). */
export const AWS_RULE_DESCRIPTION_LIMIT = 255;
