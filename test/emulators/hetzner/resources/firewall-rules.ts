import { formatCidr, parseCidr } from "../addresses";
import { invalidInput } from "../api-error";
import type { JsonBody } from "../json-body";
import type { FirewallRule } from "../model";

/** https://docs.hetzner.com/cloud/firewalls/overview#limits */
const MOST_RULES = 50;
const MOST_BLOCKS = 100;
const LONGEST_DESCRIPTION = 255;
const PROTOCOLS = ["tcp", "udp", "icmp", "esp", "gre"];
const HIGHEST_PORT = 65535;

/** The rules of a request. @throws ApiError `invalid_input` on any rule the API would refuse */
export function readRules(body: JsonBody): FirewallRule[] {
  const rules = body.objects("rules");
  if (rules.length > MOST_RULES) throw invalidInput("rules", `Longer than maximum length ${MOST_RULES}.`);
  return rules.map((rule, i) => readRule(rule, `rules.${i}`));
}

function readRule(rule: JsonBody, field: string): FirewallRule {
  const direction = rule.string("direction");
  if (direction !== "in" && direction !== "out") throw invalidInput(`${field}.direction`, "Must be one of: in, out.");
  const protocol = rule.string("protocol");
  if (!PROTOCOLS.includes(protocol)) throw invalidInput(`${field}.protocol`, `Must be one of: ${PROTOCOLS.join(", ")}.`);
  const description = rule.optionalString("description") ?? null;
  if (description !== null && description.length > LONGEST_DESCRIPTION) {
    throw invalidInput(`${field}.description`, `Longer than maximum length ${LONGEST_DESCRIPTION}.`);
  }
  const sourceIps = readBlocks(rule.strings("source_ips"), `${field}.source_ips`);
  const destinationIps = readBlocks(rule.strings("destination_ips"), `${field}.destination_ips`);
  const [used, unused, usedField] =
    direction === "in" ? [sourceIps, destinationIps, "source_ips"] : [destinationIps, sourceIps, "destination_ips"];
  if (used.length === 0) throw invalidInput(`${field}.${usedField}`, "Missing data for required field.");
  if (unused.length > 0) throw invalidInput(field, `only ${usedField} can be set for direction ${direction}`);
  return { direction, protocol, port: readPort(rule, protocol, `${field}.port`), sourceIps, destinationIps, description };
}

function readPort(rule: JsonBody, protocol: string, field: string): string | null {
  const port = rule.optionalString("port") ?? null;
  if (protocol !== "tcp" && protocol !== "udp") {
    if (port !== null) throw invalidInput(field, `port must not be set for protocol ${protocol}`);
    return null;
  }
  if (port === null) throw invalidInput(field, `port is required for protocol ${protocol}`);
  if (port === "any") return port;
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(port);
  const low = Number(match?.[1] ?? 0);
  const high = Number(match?.[2] ?? match?.[1] ?? 0);
  if (low < 1 || low > high || high > HIGHEST_PORT) throw invalidInput(field, "Not a valid port or port range.");
  return port;
}

function readBlocks(texts: readonly string[], field: string): string[] {
  if (texts.length > MOST_BLOCKS) throw invalidInput(field, `Longer than maximum length ${MOST_BLOCKS}.`);
  return texts.map((text, i) => {
    const block = parseCidr(text);
    if (block === undefined) throw invalidInput(`${field}.${i}`, "Not a valid CIDR block.");
    return formatCidr(block);
  });
}

export function ruleJson(rule: FirewallRule): object {
  return {
    direction: rule.direction,
    protocol: rule.protocol,
    port: rule.port,
    source_ips: rule.sourceIps,
    destination_ips: rule.destinationIps,
    description: rule.description,
  };
}
