import { flag, inPackage, integer, list, object, plainInteger, plainText, strings, text } from "../fields";
import { ButaneStruct, struct as butaneStruct } from "../struct";

const { struct, type } = inPackage("v0_5");

const VERIFICATION = struct("Verification", text("hash"));
const HTTP_HEADER = struct("HTTPHeader", plainText("name"), text("value"));
const RESOURCE = struct(
  "Resource",
  text("compression"),
  list("http_headers", HTTP_HEADER, type("HTTPHeaders")),
  text("source"),
  text("inline"),
  text("local"),
  object("verification", VERIFICATION),
);

const IGNITION_CONFIG = struct("IgnitionConfig", list("merge", RESOURCE), object("replace", RESOURCE));
const PROXY = struct("Proxy", text("http_proxy"), text("https_proxy"), strings("no_proxy"));
const TLS = struct("TLS", list("certificate_authorities", RESOURCE));
const SECURITY = struct("Security", object("tls", TLS));
const TIMEOUTS = struct("Timeouts", integer("http_response_headers"), integer("http_total"));
const IGNITION = struct(
  "Ignition",
  object("config", IGNITION_CONFIG),
  object("proxy", PROXY),
  object("security", SECURITY),
  object("timeouts", TIMEOUTS),
);

const KERNEL_ARGUMENTS = struct(
  "KernelArguments",
  strings("should_exist", type("KernelArgument")),
  strings("should_not_exist", type("KernelArgument")),
);

const PASSWD_GROUP = struct("PasswdGroup", integer("gid"), plainText("name"), text("password_hash"), flag("should_exist"), flag("system"));
const PASSWD_USER = struct(
  "PasswdUser",
  text("gecos"),
  strings("groups", type("Group")),
  text("home_dir"),
  plainText("name"),
  flag("no_create_home"),
  flag("no_log_init"),
  flag("no_user_group"),
  text("password_hash"),
  text("primary_group"),
  flag("should_exist"),
  strings("ssh_authorized_keys", type("SSHAuthorizedKey")),
  strings("ssh_authorized_keys_local"),
  text("shell"),
  flag("system"),
  integer("uid"),
);
const PASSWD = struct("Passwd", list("groups", PASSWD_GROUP), list("users", PASSWD_USER));

const NODE_GROUP = struct("NodeGroup", integer("id"), text("name"));
const NODE_USER = struct("NodeUser", integer("id"), text("name"));
const DIRECTORY = struct(
  "Directory",
  object("group", NODE_GROUP),
  flag("overwrite"),
  plainText("path"),
  object("user", NODE_USER),
  integer("mode"),
);
const PARTITION = struct(
  "Partition",
  text("guid"),
  text("label"),
  plainInteger("number"),
  flag("resize"),
  flag("should_exist"),
  integer("size_mib"),
  integer("start_mib"),
  text("type_guid"),
  flag("wipe_partition_entry"),
);
const DISK = struct("Disk", plainText("device"), list("partitions", PARTITION), flag("wipe_table"));
const FILE = struct(
  "File",
  object("group", NODE_GROUP),
  flag("overwrite"),
  plainText("path"),
  object("user", NODE_USER),
  list("append", RESOURCE),
  object("contents", RESOURCE),
  integer("mode"),
);
const FILESYSTEM = struct(
  "Filesystem",
  plainText("device"),
  text("format"),
  text("label"),
  strings("mount_options"),
  strings("options"),
  text("path"),
  text("uuid"),
  flag("wipe_filesystem"),
  flag("with_mount_unit"),
);
const LINK = struct(
  "Link",
  object("group", NODE_GROUP),
  flag("overwrite"),
  plainText("path"),
  object("user", NODE_USER),
  flag("hard"),
  text("target"),
);
const CLEVIS_CUSTOM = struct("ClevisCustom", text("config"), flag("needs_network"), text("pin"));
const TANG = struct("Tang", text("thumbprint"), plainText("url"), text("advertisement"));
const CLEVIS = struct("Clevis", object("custom", CLEVIS_CUSTOM), list("tang", TANG), integer("threshold"), flag("tpm2"));
const LUKS = struct(
  "Luks",
  object("clevis", CLEVIS),
  text("device"),
  flag("discard"),
  object("key_file", RESOURCE),
  text("label"),
  plainText("name"),
  strings("open_options"),
  strings("options"),
  text("uuid"),
  flag("wipe_volume"),
);
const RAID = struct("Raid", strings("devices", type("Device")), text("level"), plainText("name"), strings("options"), integer("spares"));
const TREE = struct("Tree", plainText("local"), text("path"));
const STORAGE = struct(
  "Storage",
  list("directories", DIRECTORY),
  list("disks", DISK),
  list("files", FILE),
  list("filesystems", FILESYSTEM),
  list("links", LINK),
  list("luks", LUKS),
  list("raid", RAID),
  list("trees", TREE),
);

const DROPIN = struct("Dropin", text("contents"), text("contents_local"), plainText("name"));
const UNIT = struct(
  "Unit",
  text("contents"),
  text("contents_local"),
  list("dropins", DROPIN),
  flag("enabled"),
  flag("mask"),
  plainText("name"),
);
const SYSTEMD = struct("Systemd", list("units", UNIT));

/**
 * The keys of Butane's `flatcar` 1.1.0, by the Go types behind them.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/base/v0_5/schema.go
 */
export const CONFIG: ButaneStruct = butaneStruct("v1_1.Config", [
  plainText("version"),
  plainText("variant"),
  object("ignition", IGNITION),
  object("kernel_arguments", KERNEL_ARGUMENTS),
  object("passwd", PASSWD),
  object("storage", STORAGE),
  object("systemd", SYSTEMD),
]);
