import { App, TerraformStack, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { LibvirtProvider, LibvirtStorage } from "../../lib/libvirt";
import { ChangePolicy } from "../../lib/pool";
import { addresses, scratchStack, synthesiseApp, thrown } from "../support";
import { addPool, byName, lab, NETWORK, poolJson } from "./small-pool";

test("a storage pool is a directory named after stack and id", () => {
  const json = lab((stack) => void new LibvirtStorage(stack, "Disks"));
  expect(byName(json, "libvirt_pool")["lab-Disks"]).toMatchObject({ type: "dir", target: { path: "/var/lib/libvirt/lab-Disks" } });
});

test("a storage pool has the name and the directory that it is given", () => {
  const json = lab((stack) => void new LibvirtStorage(stack, "Disks", { name: "d", directory: "/srv/d" }));
  expect(byName(json, "libvirt_pool").d.target).toEqual({ path: "/srv/d" });
});

test.each(["", "/", "disks", "./disks", "/disks/", "/a\u0000b"])("%j is no directory for a storage pool", (directory) => {
  const make = (): unknown => new LibvirtStorage(scratchStack("lab"), "Disks", { directory });
  expect(thrown(make)).toMatchObject({ code: "storage-directory", path: "lab/Disks", received: directory });
});

test("a name that libvirt would refuse is an error", () => {
  expect(thrown(() => new LibvirtStorage(scratchStack("lab"), "Disks", { name: "a/b" }))).toMatchObject({
    code: "libvirt-name",
    path: "lab/Disks",
  });
});

test("a directory and a name known only at apply pass", () => {
  const json = lab((stack) => {
    const variable = new TerraformVariable(stack, "x", {});
    new LibvirtStorage(stack, "Disks", { directory: variable.stringValue, name: variable.stringValue });
  });
  expect(byName(json, "libvirt_pool")["${var.x}"].target).toEqual({ path: "${var.x}" });
});

test("all volumes of a pool lie in the storage pool that the stack makes, and go with it", () => {
  const json = lab((stack) => {
    const storage = new LibvirtStorage(stack, "Disks");
    addPool(stack, "web", { storage, dataDisks: [{ name: "data", sizeGib: 1 }] });
    addPool(stack, "db", { storage, nodes: { b: {} }, onReleaseChange: ChangePolicy.REPLACE });
  });
  const [disks] = addresses(json).filter((address) => address.startsWith("libvirt_pool."));
  const all = [...Object.values(json.resource?.libvirt_volume ?? {}), ...Object.values(json.resource?.libvirt_ignition ?? {})];
  expect(all).toHaveLength(7);
  for (const volume of all) {
    expect(volume.pool).toBe(`\${${disks}.name}`);
    expect(volume.lifecycle?.replace_triggered_by).toContain(`${disks}.id`);
  }
});

test("a pool on an existing storage pool makes none", () => {
  const json = poolJson({ storage: LibvirtStorage.existing("default"), network: NETWORK, onReleaseChange: ChangePolicy.REPLACE });
  expect(addresses(json).map((address) => address.split(".")[0])).not.toContain("libvirt_pool");
  for (const volume of Object.values(json.resource?.libvirt_volume ?? {})) expect(volume.pool).toBe("default");
  expect(byName(json, "libvirt_volume")["lab-flatcar-stable-4593.2.4-amd64.qcow2"]).not.toHaveProperty("lifecycle");
});

test("the addresses of images in a storage pool whose name comes at apply do not hang on how cdktf numbers its tokens", () => {
  const images = [0, 1].map((before) =>
    addresses(
      lab((stack) => {
        for (let i = 0; i < before; i++) void new TerraformVariable(stack, `other${i}`, {}).stringValue;
        const storage = LibvirtStorage.existing(new TerraformVariable(stack, "storage", {}).stringValue);
        addPool(stack, "web", { storage, onReleaseChange: ChangePolicy.REPLACE });
      }),
    ).filter((address) => address.includes("FlatcarImages")),
  );
  expect(images[0]).toHaveLength(1);
  expect(images[0]).toEqual(images[1]);
});

test("a storage pool of another stack is used, without a lifecycle that would name it across", () => {
  const stacks = synthesiseApp((app: App) => {
    const [host, guest] = ["host", "guest"].map((id) => {
      const stack = new TerraformStack(app, id);
      new LibvirtProvider(stack, "libvirt", { uri: "qemu:///system" });
      return stack;
    });
    const storage = new LibvirtStorage(host, "Disks");
    addPool(guest, "web", { storage, network: NETWORK, onReleaseChange: ChangePolicy.REPLACE });
  });
  const volumes = byName(stacks.guest, "libvirt_volume");
  expect(Object.keys(volumes).sort()).toEqual(["guest-a.qcow2", "guest-flatcar-stable-4593.2.4-amd64.qcow2"]);
  for (const { pool, lifecycle } of Object.values(volumes)) {
    expect(pool).toContain("data.terraform_remote_state");
    expect(JSON.stringify(lifecycle ?? {})).not.toContain("libvirt_pool");
  }
  expect(stacks.host.resource?.libvirt_volume).toBeUndefined();
});
