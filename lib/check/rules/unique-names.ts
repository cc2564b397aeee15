import type { PlanChange } from "../plan/plan";
import { SENSITIVE, isCreatedFirst } from "../plan/plan";
import { JsonObject, isRecord, own } from "../record";
import { isSame } from "../same";
import { Locals, terraformText } from "../synth/terraform-text";

/** Where names of a type are unique. */
interface Uniqueness {
  readonly within: string;
  /** The attribute that says in which of those. @default - there is one for all */
  readonly by?: string;
  /**
   * Attributes that a replacement has another value of: where all that a resource has of them are part of its name, the new one is called otherwise.
   *
   * @default - none
   */
  readonly replacing?: readonly string[];
}

const PROJECT: Uniqueness = { within: "a project" };
const STORAGE_POOL: Uniqueness = { within: "a storage pool", by: "pool" };

/**
 * Types whose names nothing else may have at the same time.
 *
 * @see https://docs.hetzner.cloud/reference/cloud
 * @see https://libvirt.org/formatdomain.html#general-metadata
 * @see https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html
 */
const UNIQUE: { readonly [type: string]: Uniqueness } = {
  hcloud_server: PROJECT,
  hcloud_primary_ip: { ...PROJECT, replacing: ["location", "datacenter", "type"] },
  hcloud_placement_group: PROJECT,
  hcloud_firewall: PROJECT,
  hcloud_network: PROJECT,
  hcloud_volume: PROJECT,
  aws_autoscaling_group: { within: "a region of an account" },
  aws_launch_template: { within: "a region of an account" },
  aws_security_group: { within: "a VPC", by: "vpc_id" },
  libvirt_domain: { within: "a host" },
  libvirt_network: { within: "a host" },
  libvirt_pool: { within: "a host" },
  libvirt_volume: STORAGE_POOL,
  libvirt_ignition: STORAGE_POOL,
  matchbox_profile: { within: "a matchbox" },
  matchbox_group: { within: "a matchbox" },
};

/** Where names of a type are unique, in words: `a project`; undefined for types whose names may be the same. */
export function uniqueWithin(type: string): string | undefined {
  return Object.hasOwn(UNIQUE, type) ? UNIQUE[type].within : undefined;
}

/** Whether to create something is to put it in the place of what has its name, so that to destroy the old one deletes the new. */
export function isPut(type: string): boolean {
  return type.startsWith("matchbox_");
}

/** Whether a plan makes a new object, before the old one is destroyed, under the name that this one has. */
export function isNameTaken(change: PlanChange): boolean {
  const { type, before, after } = change;
  if (!isCreatedFirst(change) || !Object.hasOwn(UNIQUE, type)) return false;
  const { by } = UNIQUE[type];
  if (typeof after.name !== "string" || after.name === SENSITIVE || after.name !== before.name) return false;
  return by === undefined || isSame(before[by], after[by]);
}

/** References that give one and the same object the same name whenever it is made. */
const STEADY = /^(?:var\.[\w-]+|each\.key|each\.value|count\.index)$/;

/** Whether a resource of a synthesised stack would be made under the name that it has, before that is free. */
export function keepsName(type: string, resource: JsonObject, locals: Locals): boolean {
  const { lifecycle, name } = resource;
  if (!Object.hasOwn(UNIQUE, type) || !isRecord(lifecycle) || lifecycle.create_before_destroy !== true || typeof name !== "string")
    return false;
  const text = terraformText(name, locals);
  const references = [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, reference]) => reference.trim());
  if (!references.every((reference) => STEADY.test(reference))) return false;
  const replacing = (UNIQUE[type].replacing ?? []).map((attribute) => own(resource, attribute)).filter((value) => value !== undefined);
  return replacing.length === 0 || !replacing.every((value) => typeof value === "string" && text.includes(value));
}
