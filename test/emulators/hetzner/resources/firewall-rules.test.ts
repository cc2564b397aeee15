import { expect, test } from "vitest";
import { JsonBody } from "../json-body";
import { readRules, ruleJson } from "./firewall-rules";

const rule = { direction: "in", protocol: "tcp", port: "22", source_ips: ["0.0.0.0/0", "::/0"] };

function read(...rules: object[]): object[] {
  return readRules(JsonBody.parse(JSON.stringify({ rules }))).map(ruleJson);
}

test("a rule is kept as it came, with IPv6 blocks in canonical form", () => {
  expect(read({ ...rule, description: "ssh", source_ips: ["2001:0DB8::/64"] })).toEqual([
    { ...rule, description: "ssh", source_ips: ["2001:db8::/64"], destination_ips: [] },
  ]);
});

test.each([
  { ...rule, port: "any" },
  { ...rule, port: "1-65535" },
  { ...rule, protocol: "udp" },
  { direction: "in", protocol: "icmp", source_ips: ["10.0.0.0/8"] },
  { direction: "out", protocol: "gre", destination_ips: ["10.0.0.1/32"] },
])("a rule is accepted: %j", (input) => {
  expect(read(input)).toHaveLength(1);
});

test.each([
  ["direction", { ...rule, direction: "up" }],
  ["protocol", { ...rule, protocol: "sctp" }],
  ["source_ips", { ...rule, source_ips: [] }],
  ["source_ips.0", { ...rule, source_ips: ["10.0.0.1/8"] }],
  ["source_ips", { ...rule, source_ips: Array.from({ length: 101 }, (_, i) => `10.0.0.${i}/32`) }],
  ["destination_ips", { direction: "out", protocol: "tcp", port: "1" }],
  ["rules.0", { ...rule, destination_ips: ["10.0.0.0/8"] }],
  ["port", { ...rule, port: undefined }],
  ["port", { ...rule, port: "0" }],
  ["port", { ...rule, port: "65536" }],
  ["port", { ...rule, port: "20-10" }],
  ["port", { ...rule, port: "http" }],
  ["port", { ...rule, protocol: "icmp" }],
  ["description", { ...rule, description: "x".repeat(256) }],
])("a rule with a wrong %s is refused", (field, input) => {
  expect(() => read(input)).toThrow(field);
});

test("a firewall has fifty rules at most", () => {
  expect(read(...new Array<object>(50).fill(rule))).toHaveLength(50);
  expect(() => read(...new Array<object>(51).fill(rule))).toThrow("rules");
});
