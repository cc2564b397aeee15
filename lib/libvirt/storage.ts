import { TerraformProvider, TerraformResource, TerraformStack } from "cdktf";
import { Construct, IConstruct } from "constructs";
import { Pool } from "../imports/libvirt/pool";
import { FlatcarError, atPath } from "../errors";
import { addressOf, hasToken } from "../pool/tokens";
import { checkName } from "./names";

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
   * Another directory is another storage pool: everything in the old one is replaced.
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

  /** @throws FlatcarError `storage-directory`, `libvirt-name` */
  constructor(scope: Construct, id: string, props: LibvirtStorageProps = {}) {
    super(scope, id);
    const name = props.name ?? `${TerraformStack.of(this).node.id}-${id}`;
    const directory = props.directory ?? `/var/lib/libvirt/${name}`;
    atPath(this.node.path, () => {
      checkName("the name of a storage pool", name, "give another 'name'");
      checkDirectory(directory);
    });
    this.resource = new Pool(this, "Resource", { name, type: "dir", target: { path: directory }, provider: props.provider });
    // The resource's name, not the text: what lies in the storage pool waits for it.
    this.storageName = this.resource.name;
  }
}

/**
 * What replaces a volume together with its storage pool. Terraform would not by itself: the name, which is all that a volume says of it, may stay,
 * and libvirt does not remove a storage pool that has volumes.
 */
export function replacedWith(scope: Construct, storage: ILibvirtStorage): string[] {
  if (!("resource" in storage) || !TerraformResource.isTerraformResource(storage.resource)) return [];
  return isInStackOf(scope, storage.resource) ? [addressOf(storage.resource, "id")] : [];
}

/** Whether two constructs are in one stack: what a `lifecycle` block names must be. */
export function isInStackOf(scope: Construct, other: IConstruct): boolean {
  return TerraformStack.of(scope) === TerraformStack.of(other);
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
