// Prunes a provider schema, as `terraform providers schema -json` prints it, to what the toolkit binds.
// Usage: node scripts/prune-schema.mjs FULL-SCHEMA.json > lib/imports/schemas/NAME.json
import { readFileSync } from "node:fs";

const KEEP = {
  "registry.terraform.io/hetznercloud/hcloud": {
    resource_schemas: [
      "hcloud_firewall",
      "hcloud_load_balancer",
      "hcloud_load_balancer_network",
      "hcloud_load_balancer_service",
      "hcloud_load_balancer_target",
      "hcloud_network",
      "hcloud_network_subnet",
      "hcloud_placement_group",
      "hcloud_primary_ip",
      "hcloud_rdns",
      "hcloud_server",
      "hcloud_ssh_key",
      "hcloud_volume",
      "hcloud_volume_attachment",
    ],
    data_source_schemas: ["hcloud_image"],
  },
  "registry.terraform.io/dmacvicar/libvirt": {
    resource_schemas: ["libvirt_domain", "libvirt_ignition", "libvirt_network", "libvirt_pool", "libvirt_volume"],
    data_source_schemas: [],
  },
  "registry.terraform.io/poseidon/matchbox": {
    resource_schemas: ["matchbox_group", "matchbox_profile"],
    data_source_schemas: [],
  },
};

// `provider_versions` stays out on purpose: with it the generated provider pins one exact version in the user's stack.
const full = JSON.parse(readFileSync(process.argv[2], "utf8"));
const pruned = { format_version: full.format_version, provider_schemas: {} };
for (const [provider, schema] of Object.entries(full.provider_schemas)) {
  const keep = KEEP[provider];
  if (!keep) throw new Error(`no allow-list for ${provider}`);
  const pick = (kind) => Object.fromEntries(keep[kind].map((name) => [name, schema[kind][name]]));
  pruned.provider_schemas[provider] = {
    provider: schema.provider,
    resource_schemas: pick("resource_schemas"),
    data_source_schemas: pick("data_source_schemas"),
  };
}
process.stdout.write(`${JSON.stringify(pruned, null, 1)}\n`);
