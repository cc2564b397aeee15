import { expect, test } from "vitest";
import { dev } from "../../environments/dev";
import { BareMetalEnvironment } from "../../environments/environment";
import { prod } from "../../environments/prod";
import { FlatcarLock } from "../../lib";
import { BareMetalStack } from "../../stacks/bare-metal";
import { BlockJson, scratchStack, thrown } from "../support";
import { bareMetalStackOf, resourcesOf } from "./stack-of";

const stack = bareMetalStackOf(dev);
const production = bareMetalStackOf(prod);
const variable = (name: string): BlockJson => stack.variable?.[name] as BlockJson;
const validationOf = (name: string): { condition: string; error_message: string } =>
  (variable(name).validation as { condition: string; error_message: string }[])[0];

// The expression of Terraform is a call around one regular expression, in a syntax that JavaScript shares here.
function accepts(name: string, value: string): boolean {
  const [, quoted] = /^\$\{can\(regex\((".*"), var\.\w+\)\)\}$/.exec(validationOf(name).condition) ?? [];
  return new RegExp(JSON.parse(quoted)).test(value);
}

test("the provider takes address and certificates from variables, the key from one that no plan prints", () => {
  expect(stack).toMatchObject({
    provider: {
      matchbox: [
        {
          endpoint: "${var.matchbox_endpoint}",
          ca: "${var.matchbox_ca}",
          client_cert: "${var.matchbox_client_cert}",
          client_key: "${var.matchbox_client_key}",
        },
      ],
    },
  });
  expect(variable("matchbox_client_key").sensitive).toBe(true);
});

test.each(["matchbox_ca", "matchbox_client_cert"])(
  "%s has to be the text of a certificate: nothing, or a path, is one line at plan",
  (name) => {
    expect(accepts(name, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")).toBe(true);
    for (const wrong of ["", "/etc/matchbox/ca.crt", "-----BEGIN PRIVATE KEY-----\n"]) expect(accepts(name, wrong), wrong).toBe(false);
    expect(variable(name).default).toBe("");
    expect(validationOf(name).error_message).toContain(`TF_VAR_${name}`);
  },
);

test("the key may be of any kind that a PEM file names", () => {
  for (const kind of ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"]) {
    expect(accepts("matchbox_client_key", ["-----BEGIN ", kind, "-----\n"].join("")), kind).toBe(true);
  }
  expect(accepts("matchbox_client_key", "")).toBe(false);
});

test("the address is that of the gRPC, a host and a port", () => {
  for (const address of ["matchbox.internal:8081", "127.0.0.1:8081"]) expect(accepts("matchbox_endpoint", address)).toBe(true);
  for (const address of ["", "matchbox.internal", "http://matchbox.internal:8080", "a b:1"])
    expect(accepts("matchbox_endpoint", address), address).toBe(false);
});

test("what matchbox serves carries the stack's name, so that environments can share a server", () => {
  const names = ["matchbox_profile", "matchbox_group"].flatMap((type) => resourcesOf(production, type).map(({ name }) => String(name)));
  expect(names).toHaveLength(12);
  expect(names.filter((name) => !name.startsWith("prod-bare-metal-db-"))).toEqual([]);
});

test("no two environments have a machine in common", () => {
  const macs = [stack, production].flatMap((json) =>
    resourcesOf(json, "matchbox_group").map(({ selector }) => (selector as { mac: string }).mac),
  );
  expect(new Set(macs).size).toBe(2 + 3);
});

test("the output says of each machine whether it is stale", () => {
  expect(Object.keys(stack.output?.lab_stale.value as object)).toEqual(["lab-a", "lab-b"]);
  expect(Object.keys(production.output?.db_stale.value as object)).toEqual(["db-a", "db-b", "db-c"]);
});

test("a release that the lock does not have is an error", () => {
  const lock = FlatcarLock.parse('{"lockVersion":1,"releases":{}}', "flatcar.lock.json");
  const error = thrown(() => new BareMetalStack(scratchStack().node.root, "a", dev, dev.bareMetal as BareMetalEnvironment, lock));
  expect(error.code).toBe("lock-release-missing");
});
