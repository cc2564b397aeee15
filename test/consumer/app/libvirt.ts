import { App, TerraformStack } from "cdktf";
import { ChangePolicy, FlatcarRelease, nodes } from "cdktf-flatcar";
import { LibvirtNodePool, LibvirtProvider, Volume } from "cdktf-flatcar/libvirt";

const app = new App();
const stack = new TerraformStack(app, "lab");
new LibvirtProvider(stack, "libvirt", { uri: "qemu:///system" });
const lab = new LibvirtNodePool(stack, "lab", {
  release: FlatcarRelease.version("4593.2.5"),
  onReleaseChange: ChangePolicy.REPLACE,
  nodes: nodes("lab", 2),
});
new Volume(stack, "Scratch", { name: "scratch.qcow2", pool: lab.storage.storageName, size: 1024 ** 3 });
app.synth();
