import { TerraformProvider } from "cdktf";
import { FlatcarError } from "../errors";
import { Volume } from "../imports/libvirt/volume";
import { PreparedNode } from "../pool/named-node-pool";
import { isToken } from "../pool/tokens";
import { gibToBytes } from "./size";
import { ILibvirtStorage } from "./storage";

const NAME = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** A disk beside the root. */
export interface LibvirtDataDisk {
  /** Lower-case letters, digits and inner dashes, at most 32. It is part of the volume's name: another name is another disk. */
  readonly name: string;
  /** Size in GiB. The provider cannot grow a volume: another size is another, empty disk. */
  readonly sizeGib: number;
}

/** Where the volumes of data disks go. */
export interface DataVolumeProps {
  readonly storage: ILibvirtStorage;
  readonly protect: boolean;
  readonly provider?: TerraformProvider;
}

/**
 * The volumes of a node's data disks, in the order in which the machine sees them: `/dev/vdb`, `/dev/vdc`, ….
 *
 * Nothing of the machine replaces them.
 *
 * @throws FlatcarError `data-disk`
 */
export function dataVolumes(node: PreparedNode, disks: readonly LibvirtDataDisk[], props: DataVolumeProps): { [name: string]: Volume } {
  const volumes: { [name: string]: Volume } = {};
  for (const disk of disks) {
    const badSize = !isToken(disk.sizeGib) && !(Number.isSafeInteger(disk.sizeGib) && disk.sizeGib > 0);
    if (!NAME.test(disk.name) || badSize || disk.name in volumes) {
      throw new FlatcarError({
        code: "data-disk",
        subject: `nodes.${node.name}: dataDisks`,
        received: disk,
        allowed: "a name of lower-case letters, digits and inner dashes, once per machine, and a size of whole GiB from 1",
        mend: disk.name in volumes ? "give the second disk another name" : "correct the name or the size",
      });
    }
    volumes[disk.name] = new Volume(node.scope, `DataVolume-${disk.name}`, {
      name: `${node.resourceName}-${disk.name}.qcow2`,
      pool: props.storage.storageName,
      format: "qcow2",
      size: gibToBytes(disk.sizeGib),
      lifecycle: props.protect ? { preventDestroy: true } : undefined,
      provider: props.provider,
    });
  }
  return volumes;
}
