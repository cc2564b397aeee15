import { ACCOUNT, type Attributes, text, texts } from "./model";
import { type BlockSchema, emptyValue, type Row, rowsOf, SCHEMAS } from "./schema";
import type { AwsState } from "./state";

/**
 * Gives a resource the attributes that only the service can give, as the table has them.
 *
 * A value of the table is text with places: `{hex}` counts up, `{name}` is another attribute (of the same block, else of the resource),
 * `{name|text}` has something for when it is empty, `{name/-}` has dashes for dots, `{aws_subnet:subnet_id.vpc_id}` is an attribute of the
 * resource that an attribute refers to, and {@link FUNCTIONS} have names of their own. Text that is one place is what stands there, of
 * whatever type.
 */
export class Filling {
  private readonly rows: ReadonlyMap<string, Row>;

  constructor(
    private readonly state: AwsState,
    private readonly type: string,
    private readonly root: Attributes,
  ) {
    this.rows = rowsOf(type);
  }

  /** The whole resource, filled. */
  public fill(): Attributes {
    this.fillBlock(SCHEMAS.resource_schemas[this.type].block, "", this.root);
    return this.root;
  }

  private fillBlock(block: BlockSchema, prefix: string, values: Attributes): void {
    // In the order of the table: a value may need those before it.
    for (const [name, row] of this.rows) {
      const own = name.startsWith(prefix) ? name.slice(prefix.length) : ".";
      if (own.includes(".") || !isMissing(values[own])) continue;
      const isComputed = block.attributes?.[own]?.computed === true || block.block_types?.[own] !== undefined;
      const isGiven = row.given === undefined || !isEmpty(values[row.given]);
      if (row.default !== undefined) values[own] = row.default;
      else if (row.value !== undefined && isComputed && isGiven) values[own] = this.resolve(row.value, values);
    }
    for (const [name, attribute] of Object.entries(block.attributes ?? {})) {
      values[name] ??= attribute.computed === true ? emptyValue(attribute.type) : null;
    }
    for (const [name, nested] of Object.entries(block.block_types ?? {})) {
      values[name] ??= nested.nesting_mode === "single" ? null : [];
      const inner = nested.nesting_mode === "single" ? [values[name]] : (values[name] as unknown[]);
      for (const element of inner) {
        if (element !== null) this.fillBlock(nested.block, `${prefix}${name}.`, element as Attributes);
      }
    }
  }

  private resolve(value: unknown, values: Attributes): unknown {
    if (typeof value !== "string") return structuredClone(value);
    const only = /^\{([^{}]+)\}$/.exec(value);
    if (only !== null) return this.place(only[1], values);
    return value.replace(/\{([^{}]+)\}/g, (_, place: string) => String(this.place(place, values) ?? ""));
  }

  private place(place: string, values: Attributes): unknown {
    if (FUNCTIONS[place] !== undefined) return FUNCTIONS[place](this.state, this.root);
    const [, type, reference, attribute] = /^(\w+):(\w+)\.(\w+)$/.exec(place) ?? [];
    if (type !== undefined) return this.lookUp(type, this.read(reference, values), attribute);
    const [, name, fallback, dashes] = /^(\w+)(?:\|(.*)|(\/-))?$/.exec(place) ?? [];
    const value = this.read(name, values);
    if (dashes !== undefined) return String(value ?? "").replaceAll(".", "-");
    return isEmpty(value) ? fallback : value;
  }

  private read(name: string, values: Attributes): unknown {
    return isMissing(values[name]) ? this.root[name] : values[name];
  }

  private lookUp(type: string, reference: unknown, attribute: string): unknown {
    const first: unknown = Array.isArray(reference) ? reference[0] : reference;
    if (typeof first !== "string" || first === "") return undefined;
    if (type !== "aws_ami") return this.state.find(type, first)?.attributes[attribute];
    const ami = this.state.ami(first, text(this.root, "region") ?? "");
    return { root_device_name: ami.rootDeviceName, root_volume_size: ami.rootVolumeSize }[attribute];
  }
}

const FUNCTIONS: Readonly<Record<string, (state: AwsState, root: Attributes) => unknown>> = {
  account: () => ACCOUNT,
  hex: (state) => state.nextHex(),
  // As long as what the provider adds to a prefix, 26 digits.
  unique: (state) => `20260101000000${String(state.next("name")).padStart(12, "0")}`,
  uuid: (state) => `00000000-0000-4000-8000-${String(state.next("uuid")).padStart(12, "0")}`,
  publicIp: (state) => state.addresses.nextPublic(),
  ipv6Block: (state) => state.addresses.nextIpv6Block(),
  privateIp: (state, root) => state.addresses.nextPrivate(text(root, "subnet_id") ?? ""),
  zones: (state, root) => zonesOf(state, texts(root, "vpc_zone_identifier")),
  zoneId: (_, root) => zoneId(text(root, "availability_zone") ?? ""),
  balancerKind: (_, root) => ({ network: "net", gateway: "gwy" })[text(root, "load_balancer_type") ?? ""] ?? "app",
  defaultSecurityGroups: (state, root) => {
    const vpc = state.get("aws_subnet", text(root, "subnet_id") ?? "")?.attributes.vpc_id;
    return texts({ groups: [state.get("aws_vpc", String(vpc))?.attributes.default_security_group_id] }, "groups");
  },
};

/** The zones of some subnets, each once. */
export function zonesOf(state: AwsState, subnetIds: readonly string[]): string[] {
  const zones = subnetIds.flatMap((id) => text(state.get("aws_subnet", id)?.attributes ?? {}, "availability_zone") ?? []);
  return [...new Set(zones)].sort();
}

/** `us-east-1a` is `use1-az1`: https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html */
export function zoneId(zone: string): string {
  const [, area, place, number, letter] = /^([a-z]+)-([a-z-]+)-(\d)([a-z])$/.exec(zone) ?? [];
  if (area === undefined) return "";
  const short = place
    .replace(/(north|south)(east|west)/, "$1-$2")
    .split("-")
    .map((word) => word[0]);
  return `${area}${short.join("")}${number}-az${letter.charCodeAt(0) - "a".charCodeAt(0) + 1}`;
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined;
}

function isEmpty(value: unknown): boolean {
  return isMissing(value) || value === "" || value === false;
}
