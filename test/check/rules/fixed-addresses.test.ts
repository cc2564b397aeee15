import { expect, test } from "vitest";
import { isAddressTaken } from "../../../lib/check/rules/fixed-addresses";
import { changeOf } from "../model/changes-of";

const first = (type: string, before: object, after: object, actions = ["create", "delete"]) =>
  isAddressTaken(changeOf(type, { actions, before: { ...before }, after: { ...after } }));
const server = (ipv4?: number, ipv6?: number, ip?: string) => ({ public_net: [{ ipv4, ipv6 }], network: ip === undefined ? [] : [{ ip }] });

test("a primary IP, and a private address that is chosen, are taken where the new server comes first", () => {
  expect(first("hcloud_server", server(1, 2), server(1, 3))).toBe(true);
  expect(first("hcloud_server", server(1, 2), server(3, 2))).toBe(true);
  expect(first("hcloud_server", server(1, 2, "10.0.0.2"), server(3, 4, "10.0.0.2"))).toBe(true);
  expect(first("hcloud_server", server(1, 2), server(1, 2), ["delete", "create"])).toBe(false);
  expect(first("hcloud_server", server(1, 2), server(3, 4))).toBe(false);
});

test("addresses that the platform gives are no matter, nor that there are none", () => {
  expect(first("hcloud_server", server(1, 2, "10.0.0.2"), server())).toBe(false);
  expect(first("hcloud_server", server(0, 0), server(0, 0))).toBe(false);
  expect(first("hcloud_server", {}, {})).toBe(false);
  expect(first("aws_instance", { private_ip: "" }, { private_ip: "" })).toBe(false);
});

test("of an instance it is the private address; of other types nothing is known", () => {
  expect(first("aws_instance", { private_ip: "10.0.0.2" }, { private_ip: "10.0.0.2" })).toBe(true);
  expect(first("aws_instance", { private_ip: "10.0.0.2" }, { private_ip: "10.0.0.3" })).toBe(false);
  expect(first("aws_instance", { private_ip: "10.0.0.2" }, {})).toBe(false);
  expect(first("libvirt_domain", { private_ip: "10.0.0.2" }, { private_ip: "10.0.0.2" })).toBe(false);
});
