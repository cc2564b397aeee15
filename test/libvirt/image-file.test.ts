import * as path from "path";
import { TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { LibvirtFirmware, LibvirtImage, LibvirtNodePoolProps, LibvirtStorage } from "../../lib/libvirt";
import { ChangePolicy } from "../../lib/pool";
import { StackJson } from "../support";
import { lockedRelease } from "../support/locked-release";
import { addPool, byName, lab, poolJson } from "./small-pool";

const SHA512 = "0123456789abcdef".repeat(8);
const FILE = "flatcar_production_qemu_image.img";
const release = lockedRelease("4593.2.5", [
  { name: FILE, sha512: SHA512 },
  { name: "flatcar_production_qemu_uefi_image.img", sha512: SHA512 },
]);
const image = LibvirtImage.fromDirectory("/srv/flatcar");
const guarded = (props: Partial<LibvirtNodePoolProps> = {}): StackJson => poolJson({ release, image, ...props });
const PATH = `/srv/flatcar/amd64-usr/4593.2.5/${FILE}`;

/** The names of the two local values of a file. */
function localsOf(json: StackJson): { readonly path: string; readonly hash: string } {
  const [path, hash] = ["ImagePath-", "ImageSha512-"].map(
    (kind) => Object.keys(json.locals ?? {}).find((name) => name.startsWith(kind)) ?? "",
  );
  return { path, hash };
}

/** The records of a stack that say whether an image was there, by their names. */
function presences(json: StackJson): { [name: string]: { readonly [attribute: string]: unknown } } {
  const all = Object.entries(json.resource?.terraform_data ?? {});
  return Object.fromEntries(all.filter(([, { input }]) => typeof input === "object" && input !== null && "image" in input));
}

test("a volume's file is held against the lock's hash in every plan that has it, and is missed by none that makes nothing of it", () => {
  const json = guarded();
  const { path, hash } = localsOf(json);
  expect(json.locals).toEqual({ [path]: PATH, [hash]: `\${try(filesha512(local.${path}), "")}` });
  const volume = byName(json, "libvirt_volume")["lab-a.image.qcow2"];
  const [precondition] = (volume.lifecycle as { precondition: { [key: string]: string }[] }).precondition;
  expect(precondition).toEqual({
    condition: `\${contains(["", "${SHA512}"], local.${hash})}`,
    error_message: `${PATH} has not the SHA-512 that the lock holds, 0123456789abcdef…: it is another file, or damaged. Delete it, and run 'cdktf-flatcar image fetch 4593.2.5 --platform libvirt --arch amd64 --to DIR' on the machine that runs Terraform.`,
  });
});

test("what says that the file was there is kept from when the volume was made, and made anew with it", () => {
  const json = lab((stack) => void addPool(stack, "web", { release, image, storage: new LibvirtStorage(stack, "Disks") }));
  const [[name, presence]] = Object.entries(presences(json));
  const volume = byName(json, "libvirt_volume")["lab-a.image.qcow2"];
  expect(presence.input).toEqual({ image: PATH, found: `\${try(fileexists(local.${localsOf(json).path}), false)}` });
  const { postcondition, ...lifecycle } = presence.lifecycle as { postcondition: unknown; replace_triggered_by: string[] };
  expect(lifecycle).toEqual({
    ignore_changes: ["input"],
    replace_triggered_by: (volume.lifecycle as { replace_triggered_by: string[] }).replace_triggered_by,
  });
  expect(lifecycle.replace_triggered_by).toEqual([expect.stringContaining("Generation"), expect.stringContaining("Disks")]);
  expect(postcondition).toEqual([
    { condition: "${self.input.found}", error_message: expect.stringMatching(`^There is no file ${PATH}: run 'cdktf-flatcar image fetch`) },
  ]);
  expect(volume.depends_on).toEqual([`terraform_data.${name}`]);
});

test("volumes of one file share what is computed of it, and each keeps a record of its own", () => {
  const json = guarded({ nodes: { a: {}, b: {} } });
  expect(Object.keys(json.locals ?? {})).toHaveLength(2);
  expect(Object.keys(presences(json))).toHaveLength(2);
});

test("pools that follow the release share one volume, with one guard, which is called by what is in it and not by where it lies", () => {
  const volumes = (directory: string): { [name: string]: { readonly [attribute: string]: unknown } } => {
    const follow = { release, onReleaseChange: ChangePolicy.REPLACE, image: LibvirtImage.fromDirectory(directory) };
    const json = lab((stack) => ["a", "b"].forEach((node) => addPool(stack, node, { ...follow, nodes: { [node]: {} } })));
    expect(Object.keys(presences(json))).toHaveLength(1);
    return byName(json, "libvirt_volume");
  };
  const name = "lab-flatcar-stable-4593.2.5-amd64-01234567.qcow2";
  for (const directory of ["/srv/flatcar", "/other"]) {
    const base = volumes(directory)[name];
    expect(base.source).toBe(`${directory}/amd64-usr/4593.2.5/${FILE}`);
    expect(base.lifecycle).toMatchObject({ ignore_changes: ["source"], precondition: [{ condition: expect.stringContaining(SHA512) }] });
  }
});

test("a machine with UEFI is guarded by the hash of its own image", () => {
  const json = guarded({ firmware: LibvirtFirmware.uefi() });
  const [presence] = Object.values(presences(json));
  expect(presence.input).toMatchObject({ image: "/srv/flatcar/amd64-usr/4593.2.5/flatcar_production_qemu_uefi_image.img" });
  expect(JSON.stringify(presence.lifecycle)).toContain("--platform libvirt --uefi --arch amd64 --to DIR");
});

test("a directory known only at plan is part of every expression as a reference", () => {
  const json = lab((stack) => {
    const directory = new TerraformVariable(stack, "images", { type: "string" }).stringValue;
    addPool(stack, "web", { release, image: LibvirtImage.fromDirectory(directory) });
  });
  const path = `\${var.images}/amd64-usr/4593.2.5/${FILE}`;
  expect(json.locals?.[localsOf(json).path]).toBe(path);
  expect(Object.values(presences(json)).map(({ input }) => (input as { image: string }).image)).toEqual([path]);
  expect(byName(json, "libvirt_volume")["lab-a.image.qcow2"].source).toBe(path);
});

test("images that are not to be verified, and all others, have no guard", () => {
  const unverified = LibvirtImage.fromDirectory("/srv/flatcar", { verify: false });
  for (const one of [unverified, LibvirtImage.fromRelease(), LibvirtImage.fromSource(PATH)]) {
    for (const onReleaseChange of [ChangePolicy.REPLACE, ChangePolicy.NEW_NODES_ONLY]) {
      const json = guarded({ image: one, onReleaseChange });
      expect(json.locals).toBeUndefined();
      expect(presences(json)).toEqual({});
      for (const volume of Object.values(byName(json, "libvirt_volume"))) {
        expect(volume).not.toHaveProperty("depends_on");
        expect(volume.lifecycle ?? {}).not.toHaveProperty("precondition");
      }
    }
  }
});

test("a pool that has moved takes its records along", () => {
  const json = lab((stack) => void addPool(stack, "new", { release, image, poolName: "web", movedFrom: "web" }));
  const moved = (json as { moved?: { from: string; to: string }[] }).moved ?? [];
  const [name] = Object.keys(presences(json));
  expect(moved.map(({ to }) => to)).toContain(`terraform_data.${name}`);
});

test("names and expressions of what guards images are API", async () => {
  const json = lab((stack) => {
    addPool(stack, "kept", { release, image, nodes: { a: {} } });
    addPool(stack, "fresh", { release, image, nodes: { b: {} }, onReleaseChange: ChangePolicy.REPLACE });
  });
  const { libvirt_volume, terraform_data } = json.resource ?? {};
  const shown = { resource: { libvirt_volume, terraform_data }, locals: json.locals };
  const plain = JSON.stringify(shown, (key, value: unknown) => (key === "//" ? undefined : value), 2);
  await expect(`${plain}\n`).toMatchFileSnapshot(path.join(__dirname, "__snapshots__", "images.json"));
});
