// Prunes the schema of dmacvicar/libvirt 0.9, as `terraform providers schema -json` prints it, to what a Flatcar machine needs of it.
// Usage: node scripts/prune-libvirt-0.9-schema.mjs FULL-SCHEMA.json > test/tools/provider-libvirt-0.9-stand-in/schemas/libvirt.json
import { readFileSync } from "node:fs";

const PROVIDER = "registry.terraform.io/dmacvicar/libvirt";

/** Of each resource what is kept: true for an attribute with all that is in it, an object for some of what is in it. */
const CONSOLE = { source: { pty: true, file: true }, target: { type: true, port: true } };
const KEEP = {
  libvirt_domain: {
    ...{ id: true, uuid: true, name: true, type: true, title: true, description: true, metadata: true },
    ...{ memory: true, memory_unit: true, vcpu: true, cpu: { mode: true, check: true } },
    ...{ running: true, autostart: true, create: true, update: true, destroy: true, on_crash: true, on_poweroff: true, on_reboot: true },
    os: { type: true, type_arch: true, type_machine: true, firmware: true, kernel: true, initrd: true, cmdline: true, boot_devices: true },
    features: { acpi: true, apic: true },
    sys_info: { fw_cfg: true },
    devices: {
      disks: {
        ...{ device: true, driver: { name: true, type: true, cache: true, discard: true }, target: { dev: true, bus: true }, boot: true },
        ...{ serial: true, wwn: true, read_only: true, source: { volume: { pool: true, volume: true }, file: { file: true } } },
      },
      interfaces: {
        ...{ model: true, mac: { address: true }, boot: true, wait_for_ip: true },
        source: { network: { network: true }, bridge: { bridge: true } },
      },
      consoles: CONSOLE,
      serials: CONSOLE,
      rngs: { model: true, backend: { random: true } },
    },
  },
  libvirt_ignition: true,
  libvirt_network: {
    ...{ id: true, uuid: true, name: true, autostart: true, bridge: true, domain: true, mtu: true },
    ...{ forward: { mode: true, dev: true }, ips: { address: true, prefix: true, family: true, dhcp: true } },
  },
  libvirt_pool: true,
  libvirt_volume: true,
};

const full = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { provider, resource_schemas: schemas } = full.provider_schemas[PROVIDER];

function pruned(attributes, keep, path) {
  return Object.fromEntries(
    Object.entries(keep === true ? attributes : keep).map(([name]) => {
      const attribute = attributes[name];
      if (attribute === undefined) throw new Error(`${path}.${name} is not in the schema`);
      const { description: _description, description_kind: _kind, nested_type: nested, ...rest } = attribute;
      if (nested === undefined) return [name, rest];
      const inner = pruned(nested.attributes ?? {}, keep === true ? true : keep[name], `${path}.${name}`);
      return [name, { ...rest, nested_type: { attributes: inner, nesting_mode: nested.nesting_mode } }];
    }),
  );
}

function prunedSchema({ version, block }, keep, path) {
  return { version, block: { attributes: pruned(block.attributes, keep, path) } };
}

const resources = Object.entries(KEEP).map(([name, keep]) => [name, prunedSchema(schemas[name], keep, name)]);
const result = {
  format_version: full.format_version,
  provider_schemas: {
    [PROVIDER]: { provider: prunedSchema(provider, true, "provider"), resource_schemas: Object.fromEntries(resources) },
  },
};
process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
