import { beforeAll, test } from "vitest";
import { requires, Workspace } from "../../harness";
import { Lab } from "../../libvirt/lab";
import { LIBVIRT, recordLibvirt } from "../libvirt";
import { LIBVIRT_09, recordLibvirt09 } from "../libvirt-0.9";
import { keep } from "./keep";

requires("terraform", "provider-libvirt-0.9-stand-in")("plans of libvirt 0.9", () => {
  test.each(Object.keys(LIBVIRT_09))("are as they were recorded: %s", async (name) =>
    keep("libvirt-0.9", name, await recordLibvirt09(name)),
  );
});

requires(
  "terraform",
  "provider-libvirt",
  "libvirtd",
)("plans of libvirt", () => {
  const workspace = Workspace.forSuite();
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.start(workspace);
    return () => lab.stop();
  });
  test.each(Object.keys(LIBVIRT))("are as they were recorded: %s", async (name) => keep("libvirt", name, await recordLibvirt(lab, name)));
});
