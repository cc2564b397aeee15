import { createHash } from "crypto";
import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { Ignition } from "../imports/libvirt/ignition";
import { Volume } from "../imports/libvirt/volume";
import { lifecycleOf } from "../pool/lifecycle";
import { PreparedNode } from "../pool/named-node-pool";
import { ReplaceTrigger } from "../pool/replace-trigger";
import { addressOf, identityOf, isToken, textOf } from "../pool/tokens";
import { ImageKind, minimumRootDiskGib } from "../release";
import { LibvirtImage, LibvirtImageContext } from "./image";
import { guardFile } from "./image-file";
import { gibToBytes } from "./size";
import { ILibvirtStorage, isInStackOf } from "./storage";

/** What the root disk of a node is made of. */
export interface RootDiskProps {
  readonly node: PreparedNode;
  readonly storage: ILibvirtStorage;
  /** What replaces a volume together with the storage pool, see `replacedWith`. */
  readonly storageTriggers: readonly string[];
  readonly image: LibvirtImage;
  readonly context: LibvirtImageContext;
  readonly sizeGib: number;
  /** Whether a new release replaces the disk. If not, the disk must not stand on a volume that goes away with the old release. */
  readonly followsRelease: boolean;
  readonly ignition: Ignition;
  readonly generation: ReplaceTrigger;
  readonly protect: boolean;
  readonly provider?: TerraformProvider;
}

/**
 * The root disk of a node: an overlay of the chosen size over the image's volume.
 *
 * Disks that follow the release share one volume per release in the stack. The others have a full copy of their own under them,
 * since a shared volume of an old release would be deleted under running machines, which the plan would show as an update in place.
 * (libvirt makes no disk of a size of its own from a source, so the copy is a volume under the overlay, not the disk itself.)
 */
export function rootDisk(props: RootDiskProps): Volume {
  const { node, sizeGib, protect, provider } = props;
  checkSize(props);
  const base = props.followsRelease ? sharedBase(props) : ownBase(props);
  const { storageName } = props.storage;
  return new Volume(node.scope, "RootVolume", {
    name: `${node.resourceName}.qcow2`,
    pool: storageName,
    baseVolumeId: textOf(base, "id"),
    size: gibToBytes(sizeGib),
    lifecycle: lifecycleOf({
      replacedBy: [addressOf(props.ignition), addressOf(props.generation), ...props.storageTriggers],
      protect,
    }),
    provider,
  });
}

function sharedBase(props: RootDiskProps): Volume {
  const { context, image, node, storage } = props;
  const stack = TerraformStack.of(context.scope);
  const names = ["flatcar", node.release.channel.name, node.release.version.toString(), context.architecture.name];
  if (context.uefi) names.push("uefi");
  const variant = image.variantFor(context);
  if (variant !== "") names.push(variant);
  const home = basesOf(stack, storage, props.provider);
  const id = names.join("-").replace(/[^\w.-]/g, "_");
  const found = home.node.tryFindChild(id) as Volume | undefined;
  if (found !== undefined) return found;
  const file = image.fileFor(context);
  const guard = file === undefined ? undefined : guardFile(home, `${id}-presence`, file, props.storageTriggers);
  return new Volume(home, id, {
    name: `${stack.node.id}-${id}.qcow2`,
    pool: storage.storageName,
    source: image.sourceFor(context),
    format: "qcow2",
    dependsOn: guard === undefined ? undefined : [guard.presence],
    lifecycle: lifecycleOf({
      // The volume's name has the hash: where a file with it lies is nothing to make the volume anew for.
      ignore: guard === undefined ? [] : ["source"],
      replacedBy: props.storageTriggers,
      precondition: guard?.precondition,
    }),
    provider: props.provider,
  });
}

// Volumes of one storage pool, made by one provider, hang under one construct, so that pools of a stack find each other's.
function basesOf(stack: TerraformStack, storage: ILibvirtStorage, provider: TerraformProvider | undefined): Construct {
  const home: Construct = Construct.isConstruct(storage) && isInStackOf(stack, storage) ? storage : stack;
  const key = [home === stack ? storageKey(stack, storage.storageName) : undefined, provider?.alias];
  const id = ["FlatcarImages", ...key.filter((part) => part !== undefined)].join("-");
  return (home.node.tryFindChild(id) as Construct | undefined) ?? new Construct(home, id);
}

// cdktf numbers its tokens in the order in which they are made, so they are no name for anything that has to last.
function storageKey(stack: TerraformStack, name: string): string {
  if (/^[\w-]+$/.test(name)) return name;
  return createHash("sha256").update(identityOf(stack, name)).digest("hex").slice(0, 8);
}

function ownBase(props: RootDiskProps): Volume {
  const { node, storage, image, context, protect, provider } = props;
  const replacedBy = [addressOf(props.generation), ...props.storageTriggers];
  const file = image.fileFor(context);
  const guard = file === undefined ? undefined : guardFile(node.scope, "ImagePresence", file, replacedBy);
  return new Volume(node.scope, "ImageVolume", {
    // A dot, which no node's name has: with a dash it would be the root of a node "…-image".
    name: `${node.resourceName}.image.qcow2`,
    pool: storage.storageName,
    source: image.sourceFor(context),
    format: "qcow2",
    dependsOn: guard === undefined ? undefined : [guard.presence],
    lifecycle: lifecycleOf({ ignore: ["source"], replacedBy, protect, precondition: guard?.precondition }),
    provider,
  });
}

function checkSize({ node, sizeGib, context }: RootDiskProps): void {
  if (isToken(sizeGib)) return;
  const least = minimumRootDiskGib(context.uefi ? ImageKind.QEMU_UEFI : ImageKind.QEMU, node.release.version) ?? 1;
  if (Number.isSafeInteger(sizeGib) && sizeGib >= least) return;
  throw new FlatcarError({
    code: "root-disk-too-small",
    subject: `nodes.${node.name}: rootDiskGib`,
    received: sizeGib,
    allowed: `a whole number of GiB, at least ${least} for Flatcar ${node.release.version.toString()}`,
    mend: "give the root disk the size of the image at least; Flatcar grows its root to what is there",
  });
}
