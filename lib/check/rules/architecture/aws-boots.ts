import { instanceArchitecture } from "../../../aws/instance-series";
import { blocks } from "../../model/group-fate";
import type { JsonObject } from "../../record";
import { referencesIn, referred } from "../../synth/referred";
import type { SynthesisedStack } from "../../synth/stack";
import { terraformText } from "../../synth/terraform-text";
import { ArchitectureClaim, ClaimImage, MachineBoot, claims } from "./claim";

/**
 * How an instance boots, or the machines of an Auto Scaling group: each of a group's overrides may name a type, and a template with an AMI of its own.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/autoscaling_group#launch_template-mixed_instances_policy
 */
export function awsBoots(stack: SynthesisedStack, resource: JsonObject, claimImage: ClaimImage): MachineBoot[] {
  return [...launchesOf(stack, resource)].map(({ type, image }) => ({
    machine: typeClaims(stack, type),
    image: claimImage(stack, image),
  }));
}

interface Launch {
  readonly type: unknown;
  readonly image: unknown;
}

function* launchesOf(stack: SynthesisedStack, resource: JsonObject): Generator<Launch> {
  const { ami, instance_type: type, launch_configuration: configuration, launch_template: plain, mixed_instances_policy: mixed } = resource;
  if (ami !== undefined || type !== undefined) {
    const template = launchedBy(stack, plain);
    yield { type: type ?? template?.type, image: ami ?? template?.image };
    return;
  }
  for (const each of [launchedBy(stack, plain), launchedBy(stack, configuration)]) if (each !== undefined) yield each;
  for (const { launch_template_specification: specification, override } of blocks(mixed).flatMap((policy) =>
    blocks(policy.launch_template),
  )) {
    const template = launchedBy(stack, specification);
    const overrides = blocks(override);
    if (overrides.length === 0 && template !== undefined) yield template;
    for (const { instance_type: own, launch_template_specification: ownSpecification } of overrides) {
      const other = launchedBy(stack, ownSpecification) ?? template;
      yield { type: own ?? other?.type, image: other?.image };
    }
  }
}

/** What the launch template or configuration that a value refers to launches. */
function launchedBy(stack: SynthesisedStack, value: unknown): Launch | undefined {
  const [reference] = referencesIn(stack, value).filter(
    ({ type }) => type === "aws_launch_template" || type === "aws_launch_configuration",
  );
  const launched = reference === undefined ? undefined : referred(stack, reference);
  return launched === undefined ? undefined : { type: launched.instance_type, image: launched.image_id };
}

function typeClaims({ locals }: SynthesisedStack, value: unknown): ArchitectureClaim[] {
  const type = typeof value === "string" ? terraformText(value, locals) : "";
  return claims(`instance type ${type}`, instanceArchitecture(type));
}
