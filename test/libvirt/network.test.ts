import { Fn, TerraformVariable } from "cdktf";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { LibvirtNetwork, LibvirtProvider } from "../../lib/libvirt";
import { networkRange } from "../../lib/libvirt/network";
import { addresses, scratchStack, thrown } from "../support";
import { addPool, byName, lab, NETWORK, poolJson } from "./small-pool";

test("a network has DHCP, DNS and address translation, and starts with the host", () => {
  const json = lab((stack) => void new LibvirtNetwork(stack, "Net", { cidr: "10.17.3.0/24" }));
  expect(byName(json, "libvirt_network")["lab-Net"]).toMatchObject({
    mode: "nat",
    addresses: ["10.17.3.0/24"],
    autostart: true,
    dhcp: { enabled: true },
    dns: { enabled: true },
  });
});

test("a network has the name, the domain and the start that it is given", () => {
  const json = lab(
    (stack) => void new LibvirtNetwork(stack, "Net", { name: "n", cidr: "10.17.3.0/24", domain: "d.test", autostart: false }),
  );
  expect(byName(json, "libvirt_network").n).toMatchObject({ domain: "d.test", autostart: false });
});

test("a network without a range has one of the 4096 by its name, the same in every run", () => {
  expect(new LibvirtNetwork(scratchStack("lab"), "Net").cidr).toMatchInlineSnapshot(`"10.165.240.0/20"`);
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,12}$/), (name) => {
      const { cidr } = new LibvirtNetwork(scratchStack("lab"), "Net", { name });
      expect(cidr).toMatch(/^10\.\d+\.\d+\.0\/20$/);
      expect(networkRange(cidr).size).toBe(4096);
    }),
    { numRuns: 20 },
  );
});

test.each(["10.17.3.1/24", "10.17.3.0/30", "net"])("%j is no range", (cidr) => {
  expect(thrown(() => new LibvirtNetwork(scratchStack("lab"), "Net", { cidr }))).toMatchObject({ code: "cidr", path: "lab/Net" });
});

test("the range of an existing network is read when a pool uses it", () => {
  const network = LibvirtNetwork.existing(NETWORK.networkId, "10.17.3.0");
  expect(thrown(() => poolJson({ network }))).toMatchObject({ code: "cidr", path: "lab/web" });
});

test("a name that libvirt would refuse is an error", () => {
  const make = (): unknown => new LibvirtNetwork(scratchStack("lab"), "Net", { name: "a/b" });
  expect(thrown(make)).toMatchObject({ code: "libvirt-name", path: "lab/Net", received: "a/b" });
});

test("two networks of a stack that overlap are an error that names the other; libvirt would start one of them only", () => {
  const make = (cidr: string) => () =>
    lab((stack) => {
      new LibvirtNetwork(stack, "One", { cidr: "10.17.4.0/23" });
      new LibvirtNetwork(stack, "Two", { cidr });
    });
  const error = thrown(make("10.17.5.0/24"));
  expect(error).toMatchObject({ code: "network-overlap", path: "lab/Two", received: "10.17.5.0/24" });
  expect(error.allowed).toContain("lab/One has 10.17.4.0/23");
  expect(make("10.17.6.0/24")).not.toThrow();
});

test("networks of two hosts may overlap", () => {
  const make = (): unknown =>
    lab((stack) => {
      const provider = new LibvirtProvider(stack, "other", { uri: "qemu+ssh://other/system", alias: "other" });
      new LibvirtNetwork(stack, "One", { cidr: "10.17.4.0/24" });
      new LibvirtNetwork(stack, "Two", { cidr: "10.17.4.0/24", provider });
    });
  expect(make).not.toThrow();
});

test("a range or a name known only at apply passes", () => {
  const json = lab((stack) => {
    const cidr = new TerraformVariable(stack, "cidr", {}).stringValue;
    new LibvirtNetwork(stack, "One", { cidr, name: Fn.lower("ONE") });
    new LibvirtNetwork(stack, "Two", { cidr });
  });
  expect(Object.values(json.resource?.libvirt_network ?? {}).map((network) => network.addresses)).toEqual([
    ["${var.cidr}"],
    ["${var.cidr}"],
  ]);
});

test("the name of an existing network in place of its id is an error, since the provider would end without a word", () => {
  const error = thrown(() => poolJson({ network: LibvirtNetwork.existing("default", "192.168.122.0/24") }));
  expect(error).toMatchObject({ code: "network-id", path: "lab/web", received: "default" });
});

test("the id of an existing network may be known only at apply", () => {
  const json = lab((stack) => {
    const id = new TerraformVariable(stack, "network", {}).stringValue;
    addPool(stack, "web", { network: LibvirtNetwork.existing(id, "10.17.3.0/24") });
  });
  expect(byName(json, "libvirt_domain")["lab-a"].network_interface).toMatchObject([{ network_id: "${var.network}" }]);
});

test("a pool on an existing network makes none", () => {
  const json = poolJson({ network: NETWORK });
  expect(addresses(json).filter((address) => address.startsWith("libvirt_network."))).toEqual([]);
  expect(byName(json, "libvirt_domain")["lab-a"].network_interface).toMatchObject([{ network_id: NETWORK.networkId }]);
});
