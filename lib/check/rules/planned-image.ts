import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedStack } from "../model/checked-stack";
import { resourceAddress } from "../plan/address";
import type { PlanChange } from "../plan/plan";
import { isIgnored } from "../synth/ignored";
import { MachineImage, machineImage } from "../synth/machine-image";

/** What a plan says of the image of a machine, or of several that one resource makes. */
export interface PlannedImage {
  readonly image: MachineImage;
  /** The change of the resource that names the image. */
  readonly change: PlanChange;
  /** That of the machine or group: the same where it names the image itself. */
  readonly owner?: PlanChange;
}

/** What a plan says of the images of machines; nothing without a plan, or where an id does not name the image. */
export function plannedImages({ stack, changes }: Pick<CheckedStack, "stack" | "changes">): (machine: CheckedMachine) => PlannedImage[] {
  // With count or for_each a resource has several addresses.
  const byResource = new Map<string, PlanChange[]>();
  for (const change of changes?.all() ?? []) {
    const name = resourceAddress(change.address);
    const list = byResource.get(name);
    if (list === undefined) byResource.set(name, [change]);
    else list.push(change);
  }
  return ({ address }) => {
    const image = machineImage(stack, address);
    if (image === undefined) return [];
    return (byResource.get(image.address) ?? []).map((change) => {
      const owner = address === image.address ? change : byResource.get(address)?.at(0);
      return { image, change, ...(owner === undefined ? {} : { owner }) };
    });
  };
}

/** Whether a change leaves the image as it is, whatever the stack names: the machine is there, and the attribute is among those that are not looked at. */
export function keepsImage({ stack }: Pick<CheckedStack, "stack">, { image: { address, attribute }, change }: PlannedImage): boolean {
  const [type, name] = address.split(".");
  return !change.actions.includes("create") && isIgnored(stack.resources[type]?.[name], attribute);
}
