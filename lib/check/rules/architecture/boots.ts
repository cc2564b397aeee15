import { serverArchitecture } from "../../../hetzner/server-series";
import type { CheckedMachine } from "../../model/checked-machine";
import { JsonObject, own } from "../../record";
import { referencesIn, referred } from "../../synth/referred";
import type { SynthesisedStack } from "../../synth/stack";
import { terraformText } from "../../synth/terraform-text";
import { awsBoots } from "./aws-boots";
import { ArchitectureClaim, ClaimImage, MachineBoot, architectureNamed, architectureOfWord, claims } from "./claim";

const PROFILE = "matchbox_profile";

type ReadBoots = (stack: SynthesisedStack, resource: JsonObject, claimImage: ClaimImage, machine: CheckedMachine) => readonly MachineBoot[];

/** How machines boot, by the type of the resource that is the machine or makes it. */
const BOOTS: { readonly [type: string]: ReadBoots } = {
  hcloud_server: (stack, { server_type: type, image }, claimImage) => [
    { machine: serverTypeClaims(stack, type), image: claimImage(stack, image) },
  ],
  aws_instance: awsBoots,
  aws_autoscaling_group: awsBoots,
  libvirt_domain: (stack, domain, claimImage) => [{ machine: domainClaims(stack, domain), image: claimImage(stack, rootDisk(domain)) }],
  matchbox_group: profileBoots,
};

/** The ways in which a machine boots, as far as the stack tells. */
export function bootsOf(stack: SynthesisedStack, machine: CheckedMachine, claimImage: ClaimImage): readonly MachineBoot[] {
  const [type, name] = machine.address.split(".");
  const resource = referred(stack, { mode: "managed", type, name });
  return resource === undefined || !Object.hasOwn(BOOTS, type) ? [] : BOOTS[type](stack, resource, claimImage, machine);
}

function serverTypeClaims(stack: SynthesisedStack, value: unknown): ArchitectureClaim[] {
  const [reference] = referencesIn(stack, value).filter(({ type }) => type === "hcloud_server_type");
  const found = reference === undefined ? value : referred(stack, reference)?.name;
  const type = typeof found === "string" ? terraformText(found, stack.locals) : "";
  return claims(`server type ${type}`, serverArchitecture(type));
}

/** In 0.8 of the provider it is an attribute of the domain, since 0.9 of its `os`. */
function domainClaims({ locals }: SynthesisedStack, { arch, os }: JsonObject): ArchitectureClaim[] {
  const word = [arch, own(os, "arch")].find((each) => typeof each === "string");
  const text = typeof word === "string" ? terraformText(word, locals) : "";
  return claims(`arch ${text}`, architectureOfWord(text));
}

/** The first disk, from which a domain starts: of `disk` in 0.8 of the provider, since 0.9 of `devices.disks`. */
function rootDisk({ disk, devices }: JsonObject): unknown {
  const disks = disk ?? own(devices, "disks");
  return Array.isArray(disks) ? disks[0] : disks;
}

/** A kernel is of the machine's architecture or does not start, and so is what comes with it. */
function profileBoots(stack: SynthesisedStack, group: JsonObject, _claimImage: ClaimImage, { resources }: CheckedMachine): MachineBoot[] {
  const ofPool = resources.map((address) => address.split("."));
  const served = referencesIn(stack, group.profile).map(({ type, name }) => [type, name]);
  const names = [...ofPool, ...served].flatMap(([type, name]) => (type === PROFILE ? [name] : []));
  return [...new Set(names)].map((name) => {
    const { kernel, initrd } = referred(stack, { mode: "managed", type: PROFILE, name }) ?? {};
    const claimed = (attribute: string, value: unknown): ArchitectureClaim[] =>
      typeof value === "string" ? claims(`${PROFILE}.${name}.${attribute}`, architectureNamed(terraformText(value, stack.locals))) : [];
    const files: readonly unknown[] = Array.isArray(initrd) ? initrd : [];
    return { machine: claimed("kernel", kernel), image: files.flatMap((file) => claimed("initrd", file)) };
  });
}
