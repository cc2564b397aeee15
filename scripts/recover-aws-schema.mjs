// Recovers the schema of hashicorp/aws, for what the tests use of it, from the sources of @cdktf/provider-aws, and writes it in the form
// of `terraform providers schema -json`. The provider itself cannot be built from a Go module, so its schema cannot be asked for.
// Usage: node scripts/recover-aws-schema.mjs > test/tools/provider-aws-stand-in/schemas/aws.json
//
// The generated JavaScript carries its TypeScript in a source map. There every attribute has a comment with its flags, and a synthesising
// method with its type. Not to be found in it, and so not in the result: descriptions, deprecations, sensitivity, limits of items other than
// "at most one" and "at least one", and for blocks that are optional and computed the second of the two.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const PACKAGE = path.dirname(require.resolve("@cdktf/provider-aws/package.json"));
const PROVIDER = "registry.terraform.io/hashicorp/aws";

const RESOURCES = [
  "autoscaling_attachment",
  "autoscaling_group",
  "autoscaling_lifecycle_hook",
  "autoscaling_policy",
  "autoscaling_traffic_source_attachment",
  "ebs_volume",
  "egress_only_internet_gateway",
  "eip",
  "eip_association",
  "iam_instance_profile",
  "iam_role",
  "instance",
  "internet_gateway",
  "launch_template",
  "lb",
  "lb_listener",
  "lb_target_group",
  "placement_group",
  "route",
  "route_table",
  "route_table_association",
  "security_group",
  "subnet",
  "volume_attachment",
  "vpc",
  "vpc_security_group_egress_rule",
  "vpc_security_group_ingress_rule",
];
const DATA_SOURCES = ["ami", "availability_zones"];

const SIMPLE = { string: "string", number: "number", boolean: "bool", stringList: "string", numberList: "number", stringMap: "string" };
const GETTERS = {
  getStringAttribute: "string",
  getNumberAttribute: "number",
  getBooleanAttribute: "bool",
  getListAttribute: ["list", "string"],
  getNumberListAttribute: ["list", "number"],
  getStringMapAttribute: ["map", "string"],
};

/** The TypeScript of one folder of the package. */
function source(folder) {
  const text = readFileSync(path.join(PACKAGE, "lib", folder, "index.js"), "utf8");
  const map = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(text)[1];
  return JSON.parse(Buffer.from(map, "base64").toString("utf8")).sourcesContent[0];
}

/** One generated module: its classes and functions by name, each as text. */
class Module {
  constructor(folder) {
    this.text = source(folder);
    this.main = /^export class (\w+) extends cdktf\.Terraform(?:Resource|DataSource|Provider) /m.exec(this.text)[1];
  }

  /** What is between a line that starts so and the next line that is a lone brace. */
  piece(start) {
    const from = this.text.search(new RegExp(`^export ${start}\\b`, "m"));
    return from < 0 ? undefined : this.text.slice(from, this.text.indexOf("\n}\n", from));
  }

  /** The block of a class: that of the module, or that of a struct. */
  block(name) {
    const isMain = name === this.main;
    const synthesis = isMain ? this.piece(`class ${name}`) : this.piece(`function ${lowerFirst(name)}ToTerraform`);
    const types = isMain ? synthesis : this.piece(`function ${lowerFirst(name)}ToHclTerraform`);
    const flags = this.flags(name, isMain);
    const attributes = {};
    const block_types = {};
    for (const [attribute, { getter, ...flag }] of Object.entries(flags)) {
      const hcl = entry(types, attribute);
      if (hcl === undefined) {
        attributes[attribute] = { type: this.readOnlyType(attribute, getter), ...flag };
        continue;
      }
      const [, kind, storage] = hcl;
      if (SIMPLE[storage] !== undefined) {
        attributes[attribute] = { type: kind === "simple" ? SIMPLE[storage] : [kind, SIMPLE[storage]], ...flag };
        continue;
      }
      const mapper = new RegExp(
        `^ +${attribute}: (?:.*\\? null : )?(cdktf\\.listMapper\\()?(\\w+)ToTerraform(?:, (true|false)\\))?\\(`,
        "m",
      );
      const [, isMapped, struct, isBlock] = mapper.exec(synthesis);
      const inner = upperFirst(struct);
      if (isMapped && isBlock === "false") {
        attributes[attribute] = { type: [kind, this.objectType(inner)], ...flag };
        continue;
      }
      const items = { ...(flag.required && { min_items: 1 }), ...(!isMapped && kind !== "struct" && { max_items: 1 }) };
      block_types[attribute] = { nesting_mode: kind === "struct" ? "single" : kind, block: this.block(inner), ...items };
    }
    return { ...(has(attributes) && { attributes: sorted(attributes) }), ...(has(block_types) && { block_types: sorted(block_types) }) };
  }

  /** The comments of a class, or, for the blocks of a provider, which have no class, the question marks of the interface. */
  flags(name, isMain) {
    const text = this.piece(`class ${name}${isMain ? "" : "OutputReference"}`);
    const flags = {};
    if (text === undefined) {
      const types = this.piece(`function ${lowerFirst(name)}ToHclTerraform`);
      const declared = this.piece(`interface ${name}`);
      for (const [, attribute] of types.matchAll(/^ {4}(\w+): \{$/gm)) {
        const field = new RegExp(`^ +readonly ${camel(attribute)}(\\?)?: `, "mi").exec(declared);
        flags[attribute] = field[1] === "?" ? { optional: true } : { required: true };
      }
      return flags;
    }
    const comments = /\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n([^]*?)(?=\n\n|$)/g;
    for (const [, attribute, computed, optional, required, getter] of text.matchAll(comments)) {
      // cdktf's own, of every provider.
      if (attribute === "alias") continue;
      flags[attribute] = {
        ...(optional === "true" && { optional: true }),
        ...(required === "true" && { required: true }),
        ...(computed === "true" && { computed: true }),
        getter,
      };
    }
    return flags;
  }

  readOnlyType(attribute, getter) {
    const child = new RegExp(`new (\\S+)\\(this, "${attribute}"(?:, (true|false))?\\)`).exec(getter);
    if (child === null) {
      const [, isSet, name] = /return (?:cdktf\.Token\.asNumberList\()?(cdktf\.Fn\.tolist\()?this\.(\w+)\(/.exec(getter);
      return isSet ? ["set", GETTERS[name][1]] : GETTERS[name];
    }
    const [, type, isSet] = child;
    if (type === "cdktf.StringMap") return ["map", "string"];
    if (!type.endsWith("List")) throw new Error(`${this.main}.${attribute}: unknown type ${type}`);
    return [isSet === "true" ? "set" : "list", this.objectType(type.slice(0, -"List".length))];
  }

  objectType(name) {
    const { attributes } = this.block(name);
    return ["object", Object.fromEntries(Object.entries(attributes).map(([attribute, { type }]) => [attribute, type]))];
  }
}

/** What a synthesising piece says of an attribute; nothing for one that cannot be set. */
function entry(types, attribute) {
  const body = `: \\{\\n +value: .*\\n +isBlock: \\w+,\\n +type: "(\\w+)",\\n +storageClassType: "(\\w+)",`;
  return types === undefined ? null : (new RegExp(`^ +${attribute}${body}`, "m").exec(types) ?? undefined);
}

const has = (object) => Object.keys(object).length > 0;
const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
const lowerFirst = (text) => text[0].toLowerCase() + text.slice(1);
const upperFirst = (text) => text[0].toUpperCase() + text.slice(1);
const camel = (text) => text.replace(/_+(\w)/g, (_, letter) => letter.toUpperCase());

function schemaOf(folder) {
  const module = new Module(folder);
  return { version: 0, block: module.block(module.main) };
}

/** JSON with one line for each attribute, to be read and compared by people. */
function lines(value, indent = "") {
  const isAttribute = typeof value.type === "string" || Array.isArray(value.type);
  if (typeof value !== "object" || isAttribute) return JSON.stringify(value);
  const inner = `${indent} `;
  const members = Object.entries(value).map(([key, member]) => `${inner}${JSON.stringify(key)}: ${lines(member, inner)}`);
  return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${indent}}`;
}

const folders = (prefix, names) => names.map((name) => [`aws_${name}`, schemaOf(`${prefix}${name.replaceAll("_", "-")}`)]);
const schema = {
  provider: schemaOf("provider"),
  resource_schemas: Object.fromEntries(folders("", RESOURCES)),
  data_source_schemas: Object.fromEntries(folders("data-aws-", DATA_SOURCES)),
};
process.stdout.write(`${lines({ format_version: "1.0", provider_schemas: { [PROVIDER]: schema } })}\n`);
