import {
  AWS_LEAST_ROOT_DISK_GIB,
  AWS_RULE_DESCRIPTION_LIMIT,
  AWS_TAGS_LIMIT,
  AWS_TAG_KEY_LIMIT,
  AWS_TAG_VALUE_LIMIT,
  AWS_TEMPLATE_NAME_LIMIT,
} from "../../../aws/limits";
import { blocks } from "../../model/group-fate";
import { JsonObject, isRecord } from "../../record";
import type { SynthesisedStack } from "../../synth/stack";
import { Exceeded, leastLength } from "./exceeded";

/** Characters that the provider adds to a `name_prefix` (https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/launch_template#name_prefix). */
const SUFFIX = 26;

/** Where the descriptions of what is let in and out stand. */
const RULES: { readonly [type: string]: (rule: JsonObject) => readonly unknown[] } = {
  aws_security_group: ({ ingress, egress }) => [...blocks(ingress), ...blocks(egress)].map(({ description }) => description),
  aws_security_group_rule: ({ description }) => [description],
  aws_vpc_security_group_ingress_rule: ({ description }) => [description],
  aws_vpc_security_group_egress_rule: ({ description }) => [description],
};

type Check = (stack: SynthesisedStack, type: string, resource: JsonObject) => Omit<Exceeded, "addresses"> | undefined;

const CHECKS: readonly Check[] = [tags, templateName, descriptions, rootDisk];

/** The limits of AWS that a stack goes over. User data has a rule of its own. */
export function awsExceeded(stack: SynthesisedStack): Exceeded[] {
  return CHECKS.flatMap((check) =>
    Object.keys(stack.resources).flatMap((type) =>
      Object.entries(type.startsWith("aws_") ? stack.resources[type] : {}).flatMap(([name, resource]) => {
        const exceeded = check(stack, type, resource);
        return exceeded === undefined ? [] : [{ ...exceeded, addresses: [`${type}.${name}`] }];
      }),
    ),
  );
}

/** Those that AWS makes itself do not count, and cannot be given (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions). */
function tags(stack: SynthesisedStack, _type: string, { tags: own, tag }: JsonObject): ReturnType<Check> {
  const inBlocks = blocks(tag).map(({ key, value }): [unknown, unknown] => [key, value]);
  const all: readonly (readonly [unknown, unknown])[] = isRecord(own) ? Object.entries(own) : inBlocks;
  const mend = "take tags out, or shorten them";
  if (all.length > AWS_TAGS_LIMIT) return { kind: "tags", says: `has ${all.length} tags, and a resource takes ${AWS_TAGS_LIMIT}`, mend };
  const longest = (texts: readonly unknown[]): number => Math.max(0, ...texts.map((text) => leastLength(stack, text)));
  const key = longest(all.map(([each]) => each));
  if (key > AWS_TAG_KEY_LIMIT)
    return { kind: "tags", says: `has a tag whose key is ${key} characters long, and at most ${AWS_TAG_KEY_LIMIT} are taken`, mend };
  const value = longest(all.map(([, each]) => each));
  if (value <= AWS_TAG_VALUE_LIMIT) return undefined;
  return { kind: "tags", says: `has a tag whose value is ${value} characters long, and at most ${AWS_TAG_VALUE_LIMIT} are taken`, mend };
}

function templateName(stack: SynthesisedStack, type: string, { name, name_prefix: prefix }: JsonObject): ReturnType<Check> {
  if (type !== "aws_launch_template") return undefined;
  const length = name === undefined && prefix !== undefined ? leastLength(stack, prefix) + SUFFIX : leastLength(stack, name);
  if (length <= AWS_TEMPLATE_NAME_LIMIT) return undefined;
  const says = `comes to have a name of ${length} characters, and a launch template's has at most ${AWS_TEMPLATE_NAME_LIMIT}`;
  return { kind: "the name of a launch template", says, mend: "shorten the name or its prefix" };
}

function descriptions(stack: SynthesisedStack, type: string, resource: JsonObject): ReturnType<Check> {
  const texts = Object.hasOwn(RULES, type) ? RULES[type](resource) : [];
  const longest = Math.max(0, ...texts.map((text) => leastLength(stack, text)));
  if (longest <= AWS_RULE_DESCRIPTION_LIMIT) return undefined;
  const says = `describes a rule in ${longest} characters, and at most ${AWS_RULE_DESCRIPTION_LIMIT} are taken`;
  return { kind: "the description of a rule", says, mend: "shorten the description" };
}

const ROOT_DEVICE = "/dev/xvda";

/** Of pools alone, which are Flatcar for certain: other images are smaller. */
function rootDisk(_stack: SynthesisedStack, type: string, resource: JsonObject): ReturnType<Check> {
  if (type !== "aws_launch_template" && type !== "aws_instance") return undefined;
  const ofTemplate = blocks(resource.block_device_mappings).filter(({ device_name: name }) => name === ROOT_DEVICE);
  const disks = [...blocks(resource.root_block_device), ...ofTemplate.flatMap(({ ebs }) => blocks(ebs))];
  const size = disks.map((disk) => Number(disk.volume_size)).find((gib) => gib < AWS_LEAST_ROOT_DISK_GIB);
  if (size === undefined) return undefined;
  const says = `has a root disk of ${size} GiB, and Flatcar's AMIs need ${AWS_LEAST_ROOT_DISK_GIB}`;
  return { kind: ROOT_DISK, says, mend: `give it ${AWS_LEAST_ROOT_DISK_GIB} GiB or more (rootDiskGib)` };
}

/** The kind that is about machines of pools alone. */
export const ROOT_DISK = "root disk";
