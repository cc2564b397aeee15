import { expect, test } from "vitest";
import { Fields } from "../../../lib/upload/hetzner/fields";
import { readAction, readImage, readKey, readServer, readServerType } from "../../../lib/upload/hetzner/model";

const of = (value: object): Fields => Fields.parse(JSON.stringify(value), "GET /x");
const RESOURCE = { id: 1, created: "2026-01-01T00:00:00Z", labels: { a: "b" }, name: "n", more: [] };

test("a key, a server and its address are read, and nothing else of them", () => {
  expect(readKey(of(RESOURCE))).toEqual({ id: 1, created: "2026-01-01T00:00:00Z", labels: { a: "b" }, name: "n" });
  const server = { ...RESOURCE, status: "off", public_net: { ipv4: { ip: "198.18.0.1" } } };
  expect(readServer(of(server))).toMatchObject({ id: 1, status: "off", ipv4: "198.18.0.1" });
  expect(readServer(of({ ...server, public_net: { ipv4: null } })).ipv4).toBeUndefined();
});

test("a server type tells whether it is on its way out", () => {
  const type = { name: "cx23", architecture: "x86", disk: 40, deprecation: null };
  expect(readServerType(of(type))).toEqual({ name: "cx23", architecture: "x86", diskGb: 40, isDeprecated: false });
  expect(readServerType(of({ ...type, deprecation: { announced: "2026-01-01T00:00:00Z" } })).isDeprecated).toBe(true);
});

test("an image has no size while it is being made", () => {
  const image = {
    ...RESOURCE,
    status: "creating",
    description: "d",
    architecture: "arm",
    disk_size: 40,
    image_size: null,
    os_flavor: "unknown",
  };
  expect(readImage(of(image))).toMatchObject({ status: "creating", architecture: "arm", diskGb: 40, sizeGb: undefined });
  expect(readImage(of({ ...image, image_size: 0.4 })).sizeGb).toBe(0.4);
});

test("an action tells why it failed", () => {
  const action = { id: 7, command: "create_image", status: "running", progress: 30, error: null };
  expect(readAction(of(action))).toEqual({ id: 7, command: "create_image", status: "running", progress: 30, error: undefined });
  expect(readAction(of({ ...action, error: { code: "x", message: "y" } })).error).toBe("x: y");
});
