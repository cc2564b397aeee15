import { ListField, StructField, StructListField, StructSpec } from "./schema";
import { IgnitionSpecVersion } from "./spec-version";

/**
 * What Ignition's own types are called, because Go names them where a value has a wrong type.
 *
 * @see https://github.com/coreos/ignition/blob/v2.26.0/config/v3_6/types/schema.go
 */

const { V3_1_0, V3_3_0 } = IgnitionSpecVersion;

const STRUCTS: Readonly<Record<string, string>> = {
  cex: "Cex",
  clevis: "Clevis",
  config: "Config",
  directory: "Directory",
  disk: "Disk",
  dropin: "Dropin",
  file: "File",
  filesystem: "Filesystem",
  group: "PasswdGroup",
  "http header": "HTTPHeader",
  ignition: "Ignition",
  kernelArguments: "KernelArguments",
  link: "Link",
  luks: "Luks",
  partition: "Partition",
  passwd: "Passwd",
  proxy: "Proxy",
  raid: "Raid",
  references: "IgnitionConfig",
  security: "Security",
  storage: "Storage",
  systemd: "Systemd",
  tang: "Tang",
  timeouts: "Timeouts",
  tls: "TLS",
  unit: "Unit",
  user: "PasswdUser",
  verification: "Verification",
};

const STRINGS: Readonly<Record<string, string>> = {
  "filesystem.mountOptions": "MountOption",
  "filesystem.options": "FilesystemOption",
  "kernelArguments.shouldExist": "KernelArgument",
  "kernelArguments.shouldNotExist": "KernelArgument",
  "luks.openOptions": "OpenOption",
  "luks.options": "LuksOption",
  "proxy.noProxy": "NoProxyItem",
  "raid.devices": "Device",
  "raid.options": "RaidOption",
  "user.groups": "Group",
  "user.sshAuthorizedKeys": "SSHAuthorizedKey",
};

/** The struct that a field, or each entry of its list, is: `File`. */
export function goStruct(field: StructField | StructListField, version: IgnitionSpecVersion): string {
  const isFirst = !version.isAtLeast(V3_1_0);
  switch (field.struct.name) {
    case "owner":
      return field.name === "user" ? "NodeUser" : "NodeGroup";
    case "resource":
      return isFirst ? "FileContents" : "Resource";
    case "reference":
      if (!isFirst) return "Resource";
      return field.name === "certificateAuthorities" ? "CaReference" : "ConfigReference";
    case "custom":
      return version.isAtLeast(V3_3_0) ? "ClevisCustom" : "Custom";
    default:
      return STRUCTS[field.struct.name];
  }
}

/** The type of a list's entry, without its package: `File`, `Device`. */
export function goEntry(spec: StructSpec, field: ListField, version: IgnitionSpecVersion): string {
  return field.kind === "structs" ? goStruct(field, version) : STRINGS[`${spec.name}.${field.name}`];
}

/** The type of a list: `[]types.File`. */
export function goList(spec: StructSpec, field: ListField, version: IgnitionSpecVersion): string {
  return field.name === "httpHeaders" ? "types.HTTPHeaders" : `[]types.${goEntry(spec, field, version)}`;
}

/** Whether the struct of a field is a pointer, so that null takes it away. */
export function isGoPointer(field: StructField, version: IgnitionSpecVersion): boolean {
  return (field.struct.name === "clevis" || field.struct.name === "custom") && !version.isAtLeast(V3_3_0);
}
