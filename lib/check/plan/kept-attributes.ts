import type { Part } from "./kept-part";

/**
 * The attributes whose values are kept of a plan, by type: what tells a machine from another, and what says how it is changed. User data and all
 * else that may hold a secret are not among them.
 */
const KEPT: { readonly [type: string]: readonly string[] } = {
  hcloud_server: [
    ...["id", "name", "server_type", "image", "location", "datacenter", "placement_group_id", "keep_disk", "backups", "labels"],
    ...["public_net", "network"],
    ...["status", "delete_protection", "shutdown_before_deletion"],
  ],
  hcloud_firewall: ["name"],
  hcloud_network: ["name"],
  hcloud_volume: ["name"],
  hcloud_primary_ip: ["name", "type", "location", "auto_delete"],
  hcloud_placement_group: ["name", "type"],
  aws_instance: ["id", "ami", "instance_type", "availability_zone", "subnet_id", "private_ip", "user_data_replace_on_change", "tags"],
  aws_security_group: ["name", "vpc_id"],
  aws_launch_template: [
    "id",
    "name",
    "name_prefix",
    "image_id",
    "instance_type",
    "latest_version",
    "default_version",
    "update_default_version",
  ],
  aws_autoscaling_group: [
    ...["id", "name", "min_size", "max_size", "desired_capacity", "instance_refresh", "launch_template", "mixed_instances_policy"],
    ...["launch_configuration", "warm_pool", "protect_from_scale_in", "suspended_processes", "instance_maintenance_policy", "tag"],
  ],
  libvirt_domain: ["id", "name", "type", "memory", "vcpu", "running", "autostart", "fw_cfg_name", "disk", "devices"],
  libvirt_volume: ["id", "name", "pool", "size", "capacity", "format", "source", "base_volume_id"],
  libvirt_ignition: ["name", "pool"],
  libvirt_network: ["id", "name", "mode", "addresses", "autostart"],
  libvirt_pool: ["name", "type", "path"],
  matchbox_profile: ["name", "kernel", "initrd"],
  matchbox_group: ["name", "profile", "selector"],
};

/** Of which attributes only a part is kept, as there may be secrets in the rest: passwords of graphics, cookies of remote disks. */
const PARTS: { readonly [type: string]: { readonly [attribute: string]: Part } } = {
  libvirt_domain: {
    disk: { volume_id: true },
    devices: { disks: { boot: { order: true }, source: { volume: { pool: true, volume: true }, file: { file: true } } } },
  },
};

const NONE: readonly string[] = [];

/** The attributes of a type whose values are kept. Of other types none are. */
export function keptAttributes(type: string): readonly string[] {
  return Object.hasOwn(KEPT, type) ? KEPT[type] : NONE;
}

/** What is kept of an attribute of a type. */
export function keptPartOf(type: string, attribute: string): Part {
  const parts = Object.hasOwn(PARTS, type) ? PARTS[type] : undefined;
  return parts !== undefined && Object.hasOwn(parts, attribute) ? parts[attribute] : true;
}
