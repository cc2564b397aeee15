import type { IgnitionConfig } from "../../ignition";
import type { CheckedMachine } from "../model/checked-machine";
import { JsonObject, own } from "../record";
import { referencesIn, referred } from "../synth/referred";
import type { SynthesisedStack } from "../synth/stack";
import { isAutologin } from "./logins";

/**
 * Whether a machine is given a login outside of its config: an SSH key by its cloud, which a unit of Flatcar fetches for `core`, or by the kernel's
 * arguments, with which it boots from the network.
 *
 * @see https://github.com/flatcar/init/blob/flatcar-master/systemd/system/sshkeys.service
 * @see https://www.flatcar.org/docs/latest/deploy/bare-metal/booting-with-pxe/
 */
export function isGivenLogin(stack: SynthesisedStack, { address, place }: CheckedMachine, config: IgnitionConfig): boolean {
  const machine = at(stack, address);
  if (machine === undefined) return false;
  const hasKey = [machine, ...launchedFrom(stack, machine)].some(({ key_name: name, ssh_keys: keys }) => isGiven(name) || isGiven(keys));
  if (hasKey && !isUnitMasked(config)) return true;
  const args = own(at(stack, place?.address ?? ""), "args");
  return (
    Array.isArray(args) && args.some((argument) => typeof argument === "string" && (isAutologin(argument) || /^sshkey=./.test(argument)))
  );
}

function at(stack: SynthesisedStack, address: string): JsonObject | undefined {
  const [type, name = ""] = address.split(".");
  return referred(stack, { mode: "managed", type, name });
}

/** The launch templates and configurations that a machine, or the machines of a group, are launched from. */
function launchedFrom(stack: SynthesisedStack, machine: JsonObject): JsonObject[] {
  const found = referencesIn(stack, machine).filter(({ type }) => type === "aws_launch_template" || type === "aws_launch_configuration");
  return found.map((reference) => referred(stack, reference)).filter((launched) => launched !== undefined);
}

/** A text or a list in which something is. */
function isGiven(value: unknown): boolean {
  return (typeof value === "string" || Array.isArray(value)) && value.length > 0;
}

function isUnitMasked({ systemd }: IgnitionConfig): boolean {
  return (systemd?.units ?? []).some(({ name, mask }) => mask === true && /^coreos-metadata-sshkeys@(?:core)?\.service$/.test(name));
}
