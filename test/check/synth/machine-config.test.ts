import { expect, test } from "vitest";
import { readMachineConfig } from "../../../lib/check/synth/machine-config";
import { FoundMachine } from "../../../lib/check/synth/machines";
import { encodeIgnition, wrapGzip } from "../../../lib/ignition";
import { thrown } from "../../support";
import { namedPool, stackOf } from "../manifests";

const CONFIG = { ignition: { version: "3.4.0" }, systemd: { units: [{ name: "a.service", enabled: true }] } };

function read(value: unknown, encoding: "plain" | "base64" = "plain", locals = {}) {
  const config = { address: "type.name", attribute: "data", encoding, bytes: 1, exact: true };
  const machine: FoundMachine = { name: "a", path: "x/db", pool: namedPool(), node: { config } };
  const stack = stackOf({ locals, resources: { type: { name: { data: value } } } });
  return readMachineConfig(stack, machine);
}

test("a config is read from its attribute, as text and as base64", () => {
  const json = encodeIgnition(CONFIG);
  expect(read(json)).toEqual({ config: CONFIG, compressed: false, wrapperVersions: [] });
  expect(read(Buffer.from(json).toString("base64"), "base64").config).toEqual(CONFIG);
  expect(read("${base64encode(local.l)}", "base64", { l: json }).config).toEqual(CONFIG);
});

test("the gzip wrapper is taken off, and told", () => {
  expect(read(wrapGzip(encodeIgnition(CONFIG), "3.4.0"))).toEqual({ config: CONFIG, compressed: true, wrapperVersions: ["3.4.0"] });
});

test("a config that is fetched is left as it is", () => {
  const config = { ignition: { version: "3.4.0", config: { replace: { source: "https://example.com/a.ign" } } } };
  expect(read(JSON.stringify(config))).toEqual({ config, compressed: false, wrapperVersions: [] });
});

const ODD = '{"ignition":{"version":"3.4.0"},"storage":{"files":{"a":1}}}';
test.each([[undefined], [7], [{ user_data: "{}" }], ["no JSON"], ["[]"], ["null"], ["${var.user_data}"], [ODD]])(
  "%j is no config",
  (value) => {
    expect(thrown(() => read(value))).toMatchObject({ code: "synth-unreadable", subject: "x: type.name.data" });
  },
);

test("what is shown of a text that is no config is its length: it may hold secrets", () => {
  expect(thrown(() => read("PASSWORD=hunter2")).message).not.toContain("hunter2");
});

test("what is null in a config is absent, and in a list an empty entry, as for Ignition", () => {
  expect(read('{"ignition":{"version":"3.4.0"},"storage":null,"systemd":{"units":[null]}}').config).toEqual({
    ignition: { version: "3.4.0" },
    systemd: { units: [{ name: "" }] },
  });
});
