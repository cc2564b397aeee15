import { Fn, TerraformVariable, Token } from "cdktf";
import { expect, test } from "vitest";
import { LibvirtNodePoolProps, LibvirtProvider } from "../../lib/libvirt";
import { Architecture } from "../../lib/release";
import { resourceAt, StackJson, thrown, untyped } from "../support";
import { addPool, byName, lab, NETWORK, poolJson } from "./small-pool";

const domain = (props: Partial<LibvirtNodePoolProps> = {}): { readonly [attribute: string]: unknown } =>
  byName(poolJson(props), "libvirt_domain")["lab-a"];

test("a domain is named after stack and node, runs, starts with the host, and takes its config from the firmware device", () => {
  expect(domain({ network: NETWORK, nodes: { a: { address: "10.17.3.10" } } })).toMatchObject({
    name: "lab-a",
    type: "kvm",
    arch: "x86_64",
    memory: 2048,
    vcpu: 2,
    cpu: { mode: "host-passthrough" },
    running: true,
    autostart: true,
    coreos_ignition: expect.stringMatching(/^\$\{libvirt_ignition\.web_a_Ignition_\w+\.id\}$/),
    fw_cfg_name: "opt/org.flatcar-linux/config",
    console: [{ type: "pty", target_type: "serial", target_port: "0" }],
    network_interface: [
      { network_id: NETWORK.networkId, hostname: "a", mac: "d2:57:bf:05:21:15", addresses: ["10.17.3.10"], wait_for_lease: false },
    ],
  });
});

test("a prefix takes the place of the stack's name", () => {
  const json = poolJson({ namePrefix: "prod" });
  expect(Object.keys(byName(json, "libvirt_domain"))).toEqual(["prod-a"]);
  expect(Object.keys(byName(json, "libvirt_ignition"))).toEqual(["prod-a.ign"]);
  expect(Object.keys(byName(json, "libvirt_volume")).sort()).toEqual(["prod-a.image.qcow2", "prod-a.qcow2"]);
});

test("a node's own memory and processors come before the pool's", () => {
  const props = { memoryMib: 4096, vcpus: 4 };
  expect(domain(props)).toMatchObject({ memory: 4096, vcpu: 4 });
  expect(domain({ ...props, nodes: { a: { memoryMib: 8192, vcpus: 1 } } })).toMatchObject({ memory: 8192, vcpu: 1 });
});

test("a domain is of the type, the processor and the start that it is given", () => {
  expect(domain({ domainType: "qemu" })).toMatchObject({ type: "qemu" });
  expect(domain({ domainType: "qemu" })).not.toHaveProperty("cpu");
  expect(domain({ domainType: "qemu", cpuMode: "maximum", autostart: false })).toMatchObject({
    cpu: { mode: "maximum" },
    autostart: false,
  });
  expect(domain({ cpuMode: "host-model" })).toMatchObject({ cpu: { mode: "host-model" } });
});

test("an emulated arm64 machine has a processor of 64 bits", () => {
  expect(domain({ architecture: Architecture.ARM64, domainType: "qemu" })).toMatchObject({ cpu: { mode: "maximum" } });
  expect(domain({ architecture: Architecture.ARM64 })).toMatchObject({ cpu: { mode: "host-passthrough" } });
});

test("a type that is a variable decides over the processor when Terraform knows it", () => {
  const json = lab((stack) => {
    const domainType = new TerraformVariable(stack, "type", {}).stringValue;
    addPool(stack, "web", { domainType });
    addPool(stack, "arm", { domainType, architecture: Architecture.ARM64, nodes: { b: {} } });
  });
  const domains = byName(json, "libvirt_domain");
  expect(domains["lab-a"]).toMatchObject({ type: "${var.type}", cpu: { mode: '${(var.type == "kvm") ? "host-passthrough" : null}' } });
  expect(domains["lab-b"]).toMatchObject({ cpu: { mode: '${(var.type == "kvm") ? "host-passthrough" : "maximum"}' } });
});

test("a domain is replaced with its root disk, and with what the provider would change on paper only", () => {
  const json = poolJson({ network: NETWORK, nodes: { a: { address: "10.17.3.10" } }, dataDisks: [{ name: "data", sizeGib: 1 }] });
  const { lifecycle } = byName(json, "libvirt_domain")["lab-a"] as StackJson["resource"] & {
    lifecycle: { replace_triggered_by: string[] };
  };
  const [root, devices] = lifecycle.replace_triggered_by;
  expect(root).toMatch(/^libvirt_volume\.web_a_RootVolume_\w+\.id$/);
  expect(resourceAt(json, devices)).toMatchObject({
    triggers_replace: {
      network: NETWORK.networkId,
      mac: "d2:57:bf:05:21:15",
      address: "10.17.3.10",
      disks: [expect.stringMatching(/^\$\{libvirt_volume\.web_a_DataVolume-data_\w+\.id\}$/)],
    },
  });
  expect(lifecycle).toMatchObject({ ignore_changes: ["network_interface[0].addresses", "network_interface[0].hostname"] });
});

test.each<[Partial<LibvirtNodePoolProps>, string]>([
  [{ memoryMib: 1023 }, "nodes.a: memoryMib"],
  [{ memoryMib: 2048.5 }, "nodes.a: memoryMib"],
  [{ memoryMib: Number.NaN }, "nodes.a: memoryMib"],
  [{ memoryMib: untyped<number>("2048") }, "nodes.a: memoryMib"],
  [{ vcpus: 0 }, "nodes.a: vcpus"],
  [{ nodes: { a: { vcpus: -1 } } }, "nodes.a: vcpus"],
  [{ nodes: { a: { memoryMib: 512 } } }, "nodes.a: memoryMib"],
])("%j is no size of a machine", (props, subject) => {
  expect(thrown(() => poolJson(props))).toMatchObject({ code: "machine-size", path: "lab/web", subject });
});

test("a size known only at apply passes", () => {
  const number = Token.asNumber(Fn.max([1, 2]));
  expect(domain({ memoryMib: number, vcpus: number })).toMatchObject({ memory: "${max(1, 2)}" });
});

test("a name that libvirt would refuse is an error", () => {
  expect(thrown(() => poolJson({ namePrefix: "a/b" }))).toMatchObject({ code: "libvirt-name", path: "lab/web", received: "a/b-a" });
  expect(thrown(() => poolJson({ namePrefix: "x".repeat(180) }))).toMatchObject({ code: "libvirt-name" });
});

test("a prefix known only at apply passes", () => {
  expect(Object.keys(byName(poolJson({ namePrefix: Fn.lower("A") }), "libvirt_domain"))).toEqual(['${lower("A")}-a']);
});

test("two domains of one name on a host are an error that names the other; on two hosts they are none", () => {
  const pools = (far: boolean) => () =>
    lab((stack) => {
      const provider = far ? new LibvirtProvider(stack, "far", { uri: "qemu+ssh://far/system", alias: "far" }) : undefined;
      addPool(stack, "web", { nodes: { "b-a": {} } });
      addPool(stack, "db", { namePrefix: "lab-b", provider, nodes: { a: {} } });
    });
  const error = thrown(pools(false));
  expect(error).toMatchObject({ code: "domain-taken", path: "lab/db", received: "lab-b-a" });
  expect(error.allowed).toContain("lab/web/b-a");
  expect(pools(true)).not.toThrow();
});
