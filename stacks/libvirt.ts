import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { Environment, LibvirtEnvironment } from "../environments/environment";
import { Architecture, FlatcarLock, FlatcarRelease } from "../lib";
import { LibvirtImage, LibvirtNetwork, LibvirtNodePool, LibvirtProvider, LibvirtStorage } from "../lib/libvirt";
import { operatorKey } from "./operator-key";

/** An environment on a libvirt host: a storage pool, a network, and its pools. */
export class LibvirtStack extends TerraformStack {
  constructor(scope: Construct, id: string, environment: Environment, libvirt: LibvirtEnvironment, lock: FlatcarLock) {
    super(scope, id);
    environment.backend.bind(this);
    const uri = this.setting("libvirt_uri", "qemu:///system", "URI of the libvirt host");
    const domainType = this.setting("libvirt_domain_type", "kvm", "kvm, or qemu for a host without hardware virtualisation");
    const directory = this.setting("libvirt_storage_directory", `/var/lib/libvirt/${id}`, "Directory on the host for the disks");
    const release = lock.release(environment.release);
    const key = operatorKey(this);
    new LibvirtProvider(this, "libvirt", { uri: uri.stringValue });
    const storage = new LibvirtStorage(this, "Storage", { name: id, directory: directory.stringValue });
    const network = new LibvirtNetwork(this, "FlatcarNet", { name: id, cidr: libvirt.networkCidr });
    const { protect } = environment;
    if (protect === true)
      for (const { resource } of [storage, network]) resource.lifecycle = { ...resource.lifecycle, preventDestroy: true };
    const image = libvirt.imageVariable === true ? this.imageVariable(release) : undefined;
    for (const [name, props] of Object.entries(libvirt.pools)) {
      const pool = new LibvirtNodePool(this, name, {
        ...props,
        protect: props.protect ?? protect,
        release,
        sshAuthorizedKeys: [key.stringValue, ...(props.sshAuthorizedKeys ?? [])],
        storage,
        network,
        image: props.image ?? image,
        domainType: domainType.stringValue,
      });
      const value = Object.fromEntries(pool.nodes.map((node) => [node.name, node.ipv4Address]));
      new TerraformOutput(this, `${name}_addresses`, { value, staticId: true });
    }
  }

  // The release server's image unless somebody names another one, so that the environment can be tried offline.
  private imageVariable(release: FlatcarRelease): LibvirtImage {
    const context = { scope: this, release, architecture: Architecture.AMD64, uefi: false };
    const url = LibvirtImage.fromRelease().sourceFor(context);
    return LibvirtImage.fromSource(this.setting("flatcar_image", url, "Path or URL of the disk image").stringValue);
  }

  private setting(name: string, value: string, description: string): TerraformVariable {
    return new TerraformVariable(this, name, { type: "string", default: value, description });
  }
}
