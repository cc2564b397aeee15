import { expect, test } from "vitest";
import { readState } from "../../../lib/check/pools/state-file";
import { thrown } from "../../support";

const entries = (json: unknown) =>
  [...readState(JSON.stringify(json), "s.json")].map(([address, { type, attributes }]) => [address, type, attributes]);

test("a shown state is read with its modules, without data sources", () => {
  const resource = (address: string, mode = "managed") => ({ address, mode, type: "t", name: "n", values: { id: address } });
  const child = { address: "module.m", resources: [resource("module.m.t.n")] };
  const root_module = { resources: [resource("t.n"), resource("data.t.n", "data")], child_modules: [child] };
  expect(entries({ format_version: "1.0", terraform_version: "1.11.4", values: { root_module } })).toEqual([
    ["t.n", "t", { id: "t.n" }],
    ["module.m.t.n", "t", { id: "module.m.t.n" }],
  ]);
});

test("a state file is read with its instances, without data sources and what is deposed", () => {
  const of = (instances: object[], more = {}) => ({ mode: "managed", type: "t", name: "n", provider: "p", instances, ...more });
  const resources = [
    of([{ attributes: { id: 1 } }, { attributes: { id: 2 }, deposed: "00000000" }]),
    of(
      [
        { index_key: 0, attributes: { id: 3 } },
        { index_key: "a", attributes: { id: 4 } },
      ],
      { name: "many", module: 'module.m["x"]' },
    ),
    of([{ attributes: { id: 5 } }], { mode: "data" }),
  ];
  expect(entries({ version: 4, serial: 1, lineage: "l", resources })).toEqual([
    ["t.n", "t", { id: 1 }],
    ['module.m["x"].t.many[0]', "t", { id: 3 }],
    ['module.m["x"].t.many["a"]', "t", { id: 4 }],
  ]);
});

test("a state in which nothing is has no resources", () => {
  expect(entries({ format_version: "1.0" })).toEqual([]);
  expect(entries({ version: 4, serial: 1, lineage: "l", resources: [] })).toEqual([]);
});

test.each([
  ["{", "it is not JSON"],
  ["", "it is not JSON"],
  ["[]", "it is no object"],
  ["{}", "it is no state"],
  ['{"version":3,"serial":1,"lineage":"l"}', "show the state by `terraform show -json` (it is a state file of version 3)"],
  ['{"serial":1,"lineage":"l","meta":{},"encrypted_data":"x"}', "show the state by `tofu show -json` (it is encrypted)"],
  ['{"format_version":"1.2","resource_changes":[]}', "it is a plan"],
  ['{"web_addresses":{"value":1}}', "it is no state"],
])("%s is an error that says what it is", (text, why) => {
  const error = thrown(() => readState(text, "s.json"));
  expect(error).toMatchObject({ code: "state-unreadable", received: "s.json" });
  expect(error.mend).toContain(why);
});
