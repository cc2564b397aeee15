import type { JsonObject } from "../record";
import { blocks } from "./group-fate";

/** What an Auto Scaling group takes where it is given no version of its launch template. */
const DEFAULT = "$Default";

/**
 * The versions of launch templates that an Auto Scaling group launches from, as they are written in its resource.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#launch_template
 */
export function templateVersions({ launch_template: one, mixed_instances_policy: mixed }: JsonObject): unknown[] {
  const templates = blocks(mixed).flatMap((policy) => blocks(policy.launch_template));
  const overrides = templates.flatMap((template) => blocks(template.override));
  const specifications = [...templates, ...overrides].flatMap((each) => blocks(each.launch_template_specification));
  return [...blocks(one), ...specifications].map(({ version }) => version ?? DEFAULT);
}

/** Whether a version is a name that stays the same while what it stands for changes, so that no plan and no instance refresh sees a change. */
export function isMovingVersion(version: unknown): version is string {
  return version === "$Latest" || version === DEFAULT;
}
