import { expect, test } from "vitest";
import { NetBoot, serve, ServedProps } from "../../lib/bare-metal/serve";
import { readTemplate, StackJson } from "../support";
import { byName, lab, MAC_A } from "./small-pool";

const config = { value: "{}", text: "{}", bytes: 2, exact: true, compressed: false };
const usual: ServedProps = { name: "lab-a", idPrefix: "", selector: { mac: MAC_A }, config, protect: false };
const served = (props: Partial<ServedProps>): StackJson => lab((stack) => void serve(stack, { ...usual, ...props }));

test("a machine that starts from its disk gets a config and nothing to boot", () => {
  const json = served({});
  expect(byName(json, "matchbox_profile")["lab-a"]).toEqual({ "//": expect.anything(), name: "lab-a", raw_ignition: "{}" });
  expect(byName(json, "matchbox_group")["lab-a"]).toEqual({
    "//": expect.anything(),
    name: "lab-a",
    profile: "${matchbox_profile.Profile.name}",
    selector: { mac: MAC_A },
  });
});

test("kernel, RAM disk and arguments reach matchbox as they are, in their order", () => {
  const boot: NetBoot = {
    kernel: "http://${next-server}/%{x}",
    initrd: "--name i http://m/i",
    args: ["a=${uuid}", "$", "b=${mac:hexhyp}"],
  };
  const { kernel, initrd, args } = byName(served({ boot }), "matchbox_profile")["lab-a"] as unknown as {
    kernel: string;
    initrd: string[];
    args: string[];
  };
  expect([kernel, ...initrd, ...args].map(readTemplate)).toEqual([boot.kernel, boot.initrd, ...boot.args]);
});

test("two of one machine have ids apart", () => {
  const json = served({ idPrefix: "Install" });
  expect(Object.keys({ ...json.resource?.matchbox_profile, ...json.resource?.matchbox_group })).toEqual(["InstallProfile", "InstallGroup"]);
});

test("a plan fails where the config turns out larger than it may be, or would take a guarded machine away", () => {
  const json = served({ config: { ...config, fits: "${var.x <= 1}" }, protect: true });
  expect(byName(json, "matchbox_profile")["lab-a"].lifecycle?.precondition).toMatchObject([{ condition: "${var.x <= 1}" }]);
  expect(byName(json, "matchbox_group")["lab-a"].lifecycle).toEqual({ prevent_destroy: true });
});
