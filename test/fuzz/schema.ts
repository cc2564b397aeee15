import { type Theme } from "./words";

/**
 * The keys of a config with the theme of their values, as the documents have them: an object for a mapping, a list of one for a list.
 * Written down here once more, apart from lib: what both forget would never be tried.
 *
 * @see https://coreos.github.io/butane/config-flatcar-v1_1/
 * @see https://coreos.github.io/ignition/configuration-v3_4/
 */
export type Schema = Theme | readonly [Schema] | { readonly [key: string]: Schema };

const OWNER = { id: "int", name: "user" } as const;
const HEADER = { name: "header", value: "text" } as const;
const RESOURCE = {
  compression: "compression",
  http_headers: [HEADER],
  source: "url",
  inline: "contents",
  local: "local",
  verification: { hash: "hash" },
} as const;
const CONFIG_RESOURCE = { ...RESOURCE, inline: "config", local: "localConfig" } as const;
const NODE = { path: "path", overwrite: "bool", user: OWNER, group: OWNER } as const;
const DROPIN = { name: "dropinName", contents: "unit", contents_local: "local" } as const;

/** All that some version of the variant `flatcar` has. */
export const BUTANE: Schema = {
  variant: "variant",
  version: "version",
  ignition: {
    config: { merge: [CONFIG_RESOURCE], replace: CONFIG_RESOURCE },
    proxy: { http_proxy: "proxy", https_proxy: "proxy", no_proxy: ["text"] },
    security: { tls: { certificate_authorities: [RESOURCE] } },
    timeouts: { http_response_headers: "int", http_total: "int" },
  },
  kernel_arguments: { should_exist: ["option"], should_not_exist: ["option"] },
  passwd: {
    groups: [{ gid: "int", name: "user", password_hash: "text", should_exist: "bool", system: "bool" }],
    users: [
      {
        gecos: "text",
        groups: ["user"],
        home_dir: "path",
        name: "user",
        no_create_home: "bool",
        no_log_init: "bool",
        no_user_group: "bool",
        password_hash: "text",
        primary_group: "user",
        should_exist: "bool",
        ssh_authorized_keys: ["key"],
        ssh_authorized_keys_local: ["local"],
        shell: "path",
        system: "bool",
        uid: "int",
      },
    ],
  },
  storage: {
    directories: [{ ...NODE, mode: "mode" }],
    disks: [
      {
        device: "device",
        wipe_table: "bool",
        partitions: [
          {
            guid: "guid",
            label: "label",
            number: "number",
            resize: "bool",
            should_exist: "bool",
            size_mib: "size",
            start_mib: "size",
            type_guid: "guid",
            wipe_partition_entry: "bool",
          },
        ],
      },
    ],
    files: [{ ...NODE, append: [RESOURCE], contents: RESOURCE, mode: "mode" }],
    filesystems: [
      {
        device: "device",
        format: "format",
        label: "label",
        mount_options: ["option"],
        options: ["option"],
        path: "path",
        uuid: "guid",
        wipe_filesystem: "bool",
        with_mount_unit: "bool",
      },
    ],
    links: [{ ...NODE, hard: "bool", target: "path" }],
    luks: [
      {
        clevis: {
          custom: { config: "text", needs_network: "bool", pin: "pin" },
          tang: [{ thumbprint: "text", url: "url", advertisement: "json" }],
          threshold: "int",
          tpm2: "bool",
        },
        cex: { enabled: "bool" },
        device: "device",
        discard: "bool",
        key_file: RESOURCE,
        label: "label",
        name: "label",
        open_options: ["option"],
        options: ["option"],
        uuid: "guid",
        wipe_volume: "bool",
      },
    ],
    raid: [{ devices: ["device"], level: "level", name: "label", options: ["option"], spares: "number" }],
    trees: [{ local: "localTree", path: "path", user: OWNER, group: OWNER, file_mode: "mode", dir_mode: "mode" }],
  },
  systemd: {
    units: [{ contents: "unit", contents_local: "local", dropins: [DROPIN], enabled: "bool", mask: "bool", name: "unitName" }],
    quadlets: [{ contents: "unit", contents_local: "local", name: "quadletName", rootful: "bool", dropins: [DROPIN] }],
  },
};

const BUTANE_ONLY = /^(variant|version|inline|local|.*_local|with_mount_unit|trees|quadlets)$/;

/** All that some version of Ignition 3 has. */
export const IGNITION: Schema = withVersion(asIgnition(BUTANE));

function asIgnition(schema: Schema): Schema {
  if (typeof schema === "string") return schema;
  if (isListSchema(schema)) return [asIgnition(schema[0])];
  const entries = Object.entries(schema).filter(([key]) => !BUTANE_ONLY.test(key));
  return Object.fromEntries(entries.map(([key, value]) => [camelCase(key), asIgnition(value)]));
}

function withVersion(schema: Schema): Schema {
  const { ignition, ...rest } = schema as { readonly [key: string]: Schema };
  return { ignition: { version: "ignitionVersion", ...(ignition as object) }, ...rest };
}

export function isListSchema(schema: Schema): schema is readonly [Schema] {
  return Array.isArray(schema);
}

/** Ignition's name of a key of Butane. */
export function camelCase(key: string): string {
  return key.replace(/_mib$/, "MiB").replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
