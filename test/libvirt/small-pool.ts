import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { ILibvirtNetwork, LibvirtNetwork, LibvirtNodePool, LibvirtNodePoolProps, LibvirtProvider } from "../../lib/libvirt";
import { FlatcarRelease } from "../../lib/release";
import { StackJson, synthesise } from "../support";

/** Two releases of one channel. */
export const OLD = FlatcarRelease.version("4593.2.4");
export const NEW = FlatcarRelease.version("4593.2.5");

/** A network that is on the host already. */
export const NETWORK: ILibvirtNetwork = LibvirtNetwork.existing("9a1b2c3d-0000-4000-8000-123456789abc", "10.17.3.0/24");

/** A pool of one node named "a" unless the props say otherwise. */
export function addPool(scope: Construct, id: string, props: Partial<LibvirtNodePoolProps> = {}): LibvirtNodePool {
  return new LibvirtNodePool(scope, id, { release: OLD, nodes: { a: {} }, ...props });
}

/** A stack named "lab" with a libvirt provider, synthesised. */
export function lab(build: (stack: TerraformStack) => void): StackJson {
  return synthesise(
    (stack) => {
      new LibvirtProvider(stack, "libvirt", { uri: "qemu:///system" });
      build(stack);
    },
    { id: "lab" },
  );
}

/** The stack of one pool named "web". */
export function poolJson(props: Partial<LibvirtNodePoolProps> = {}): StackJson {
  return lab((stack) => void addPool(stack, "web", props));
}

/** The resources of a type, by the `name` that libvirt gets. */
export function byName(json: StackJson, type: string): { [name: string]: { readonly [attribute: string]: unknown } } {
  return Object.fromEntries(Object.values(json.resource?.[type] ?? {}).map((resource) => [String(resource.name), resource]));
}
