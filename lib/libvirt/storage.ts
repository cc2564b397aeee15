import { TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { Pool } from "../imports/libvirt/pool";
import { FlatcarError, atPath } from "../errors";
import { hasToken } from "../pool/tokens";

/** A storage pool that the disks of machines lie in. */
export interface ILibvirtStorage {
  /** The storage pool's name for libvirt. */
  readonly storageName: string;
}

/** A storage pool that is a directory. */
export interface LibvirtStorageProps {
  /**
   * The storage pool's name on the host.
   *
   * @default - `<stack>-<id>`
   */
  readonly name?: string;
  /**
   * The directory on the host, as an absolute path. It is made when it is not there, and removed when it is empty at the end.
   *
   * @default - `/var/lib/libvirt/<name>`
   */
  readonly directory?: string;
  /**
   * The provider that makes it.
   *
   * @default - the stack's libvirt provider
   */
  readonly provider?: TerraformProvider;
}

/** A storage pool of its own for the disks of one or more node pools. */
export class LibvirtStorage extends Construct implements ILibvirtStorage {
  /** A storage pool that is on the host already, such as `default`. */
  public static existing(name: string): ILibvirtStorage {
    return { storageName: name };
  }

  public readonly storageName: string;
  /** The generated resource. */
  public readonly resource: Pool;

  /** @throws FlatcarError `storage-directory` */
  constructor(scope: Construct, id: string, props: LibvirtStorageProps = {}) {
    super(scope, id);
    const name = props.name ?? `${TerraformStack.of(this).node.id}-${id}`;
    const directory = props.directory ?? `/var/lib/libvirt/${name}`;
    atPath(this.node.path, () => checkDirectory(directory));
    this.resource = new Pool(this, "Resource", { name, type: "dir", target: { path: directory }, provider: props.provider });
    // The resource's name, not the text: what lies in the storage pool waits for it.
    this.storageName = this.resource.name;
  }
}

function checkDirectory(directory: string): void {
  if (hasToken(directory) || /^\/[^\0]*[^/\0]$/.test(directory)) return;
  throw new FlatcarError({
    code: "storage-directory",
    subject: "directory",
    received: directory,
    allowed: "an absolute path on the libvirt host, without a slash at its end",
    mend: "write it like /var/lib/libvirt/flatcar",
  });
}
