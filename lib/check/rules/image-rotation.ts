import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { own } from "../record";
import { isIgnored } from "../synth/ignored";
import { referredNames } from "../synth/referred";
import type { SynthesisedStack } from "../synth/stack";

/** The attributes that name the image, of types whose machines are replaced when it changes. */
const IMAGES: { readonly [type: string]: string } = { hcloud_server: "image", aws_instance: "ami" };

const TEMPLATE = "aws_launch_template";

/**
 * Whether another image, when the source names one, replaces a machine. Undefined where the resources do not tell, as of a machine that no pool made
 * on libvirt or bare metal.
 */
export function isRotated(stack: SynthesisedStack, { entry }: CheckedPool, { address }: CheckedMachine): boolean | undefined {
  if (entry !== undefined) return entry.onReleaseChange === "replace";
  const [type, name] = address.split(".");
  const resource = stack.resources[type]?.[name];
  if (type === "aws_autoscaling_group") {
    const templates = referredNames(stack, TEMPLATE, resource).map((template) => stack.resources[TEMPLATE]?.[template]);
    if (templates.some((template) => isIgnored(template, "image_id"))) return false;
    return own(resource, "instance_refresh") !== undefined || Number(own(resource, "max_instance_lifetime") ?? 0) > 0;
  }
  return Object.hasOwn(IMAGES, type) ? !isIgnored(resource, IMAGES[type]) : undefined;
}
