import { complaint, refused } from "./api-error";
import { zoneId } from "./filling";
import { snapshotOf } from "./launching";
import { type Ami, type Attributes, blocks, text, texts } from "./model";
import { emptyValue, SCHEMAS } from "./schema";
import { type AwsState, isIn } from "./state";

type Reader = (state: AwsState, config: Attributes, region: string) => Attributes;

const READERS: Readonly<Record<string, Reader>> = { aws_ami: readAmi, aws_availability_zones: readZones };

/** Reads a data source. */
export function readData(state: AwsState, type: string, config: Attributes, region: string): Attributes {
  const reader = READERS[type];
  if (reader === undefined) throw refused("InvalidAction", `the stand-in has no data source ${type}`);
  const result: Attributes = { ...config, ...reader(state, config, region), region };
  for (const [name, attribute] of Object.entries(SCHEMAS.data_source_schemas[type].block.attributes ?? {})) {
    if (attribute.computed === true) result[name] ??= emptyValue(attribute.type);
  }
  return result;
}

/** What filters ask of an image: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
const FILTERS: Readonly<Record<string, (ami: Ami) => string>> = {
  architecture: (ami) => ami.architecture,
  "creation-date": (ami) => ami.creationDate,
  description: (ami) => ami.description,
  "image-id": (ami) => ami.id,
  "image-type": () => "machine",
  "is-public": () => "true",
  name: (ami) => ami.name,
  "owner-id": (ami) => ami.ownerId,
  "root-device-name": (ami) => ami.rootDeviceName,
  "root-device-type": () => "ebs",
  state: () => "available",
  "virtualization-type": (ami) => ami.virtualizationType,
};

function readAmi(state: AwsState, config: Attributes, region: string): Attributes {
  const owners = texts(config, "owners");
  const filters = blocks(config, "filter").map((filter) => ({ name: text(filter, "name") ?? "", values: texts(filter, "values") }));
  const unknown = filters.find(({ name }) => FILTERS[name] === undefined);
  if (unknown !== undefined) throw refused("InvalidParameterValue", `The filter '${unknown.name}' is invalid`);
  const isUnsafe = owners.length === 0 && !filters.some(({ name }) => ["owner-id", "image-id"].includes(name));
  if (config.most_recent === true && isUnsafe && config.allow_unsafe_filter !== true) {
    // The real provider refuses it since 6.0: anybody could publish an image of that name.
    throw complaint('Most Recent Image Not Filtered: "most_recent" is set to "true" and results are not filtered by owner or image ID.');
  }
  const pattern = text(config, "name_regex");
  const found = state.amis
    .filter((ami) => isIn(ami, region) && (owners.length === 0 || owners.includes(ami.ownerId)))
    .filter((ami) => filters.every(({ name, values }) => values.some((value) => isLike(FILTERS[name](ami), value))))
    .filter((ami) => pattern === undefined || new RegExp(pattern).test(ami.name))
    .sort((a, b) => (a.creationDate < b.creationDate ? 1 : -1));
  if (found.length === 0) throw complaint("Your query returned no results. Please change your search criteria and try again.");
  if (found.length > 1 && config.most_recent !== true) {
    throw complaint(
      "Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.",
    );
  }
  return attributesOf(found[0], region);
}

function attributesOf(ami: Ami, region: string): Attributes {
  return {
    id: ami.id,
    image_id: ami.id,
    arn: `arn:aws:ec2:${region}::image/${ami.id}`,
    architecture: ami.architecture,
    creation_date: ami.creationDate,
    description: ami.description,
    hypervisor: "xen",
    image_location: `${ami.ownerId}/${ami.name}`,
    image_type: "machine",
    name: ami.name,
    owner_id: ami.ownerId,
    platform_details: "Linux/UNIX",
    public: true,
    root_device_name: ami.rootDeviceName,
    root_device_type: "ebs",
    root_snapshot_id: snapshotOf(ami),
    state: "available",
    virtualization_type: ami.virtualizationType,
  };
}

/** `*` is any text and `?` any letter; a backslash takes that away. */
function isLike(value: string, pattern: string): boolean {
  const parts = pattern.replace(/\\(.)|([*?])|([^\\*?]+)/g, (_, escaped?: string, wild?: string, plain?: string) => {
    if (wild !== undefined) return wild === "*" ? ".*" : ".";
    return (escaped ?? plain ?? "").replace(/[$()*+.?[\\\]^{|}]/g, "\\$&");
  });
  return new RegExp(`^${parts}$`, "s").test(value);
}

/** Three zones, as most regions have. */
function readZones(_: AwsState, config: Attributes, region: string): Attributes {
  const excluded = [...texts(config, "exclude_names"), ...texts(config, "exclude_zone_ids")];
  const names = ["a", "b", "c"].map((letter) => `${region}${letter}`);
  const left = names.filter((name) => !excluded.includes(name) && !excluded.includes(zoneId(name)));
  return { id: region, names: left, zone_ids: left.map(zoneId), group_names: [`${region}-zg-1`] };
}
