import { TerraformProvider } from "cdktf";
import { FlatcarError } from "../errors";
import { Volume } from "../imports/libvirt/volume";
import { lifecycleOf } from "../pool/lifecycle";
import { PreparedNode } from "../pool/named-node-pool";
import { isToken } from "../pool/tokens";
import { gibToBytes } from "./size";
import { ILibvirtStorage } from "./storage";

const NAME = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** A disk beside the root. */
export interface LibvirtDataDisk {
  /**
   * Lower-case letters, digits and inner dashes, at most 32, known at synth. It is part of the volume's name: another name is another disk.
   */
  readonly name: string;
  /** Size in GiB. The provider cannot grow a volume: another size is another, empty disk. */
  readonly sizeGib: number;
}

/** Where the volumes of data disks go. */
export interface DataVolumeProps {
  readonly storage: ILibvirtStorage;
  /** What replaces a volume together with the storage pool, see `replacedWith`. */
  readonly storageTriggers: readonly string[];
  readonly protect: boolean;
  readonly provider?: TerraformProvider;
}

/**
 * The volumes of a node's data disks by name, in the order in which the machine sees them: `/dev/vdb`, `/dev/vdc`, ….
 *
 * Nothing of the machine replaces them.
 *
 * @throws FlatcarError `data-disk`
 */
export function dataVolumes(node: PreparedNode, disks: readonly LibvirtDataDisk[], props: DataVolumeProps): Map<string, Volume> {
  // Not an object: it would put names of digits first, and the machine would see its disks in another order.
  const volumes = new Map<string, Volume>();
  const { storage, storageTriggers, protect, provider } = props;
  for (const disk of disks) {
    const badSize = !isToken(disk.sizeGib) && !(Number.isSafeInteger(disk.sizeGib) && disk.sizeGib > 0);
    if (!NAME.test(disk.name) || badSize || volumes.has(disk.name)) {
      throw new FlatcarError({
        code: "data-disk",
        subject: `nodes.${node.name}: dataDisks`,
        received: disk,
        allowed:
          "a name of lower-case letters, digits and inner dashes, known at synth and once per machine, and a size of whole GiB from 1",
        mend: volumes.has(disk.name) ? "give the second disk another name" : "correct the name or the size",
      });
    }
    const volume = new Volume(node.scope, `DataVolume-${disk.name}`, {
      // A dot, which no node's name has: with a dash, disk "b" of node "a" would be the root of node "a-b".
      name: `${node.resourceName}.disk-${disk.name}.qcow2`,
      pool: storage.storageName,
      format: "qcow2",
      size: gibToBytes(disk.sizeGib),
      lifecycle: lifecycleOf({ replacedBy: storageTriggers, protect }),
      provider,
    });
    volumes.set(disk.name, volume);
  }
  return volumes;
}
