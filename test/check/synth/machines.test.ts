import { expect, test } from "vitest";
import { findMachine, machinesOf } from "../../../lib/check/synth/machines";
import { thrown } from "../../support";
import { CONFIG, NODE, groupPool, namedPool, stackOf } from "../manifests";

const STACK = stackOf({
  pools: {
    "x/db": namedPool({ nodes: { a: NODE, b: NODE } }),
    "x/other": namedPool({ name: "other", nodes: { c: NODE } }),
    "x/web": groupPool(),
  },
});

test("the machines of a stack are those with names, and one that stands for each group", () => {
  expect([...machinesOf(STACK)].map(({ path, name }) => `${path} ${name}`)).toEqual(["x/db a", "x/db b", "x/other c", "x/web web"]);
});

test("a machine is found by its name, by its pool's and its own, and a group by its pool's", () => {
  expect(findMachine(STACK, "c")).toMatchObject({ name: "c", path: "x/other" });
  expect(findMachine(STACK, "db/b")).toMatchObject({ name: "b", path: "x/db" });
  expect(findMachine(STACK, "web")).toMatchObject({ name: "web", path: "x/web", node: { config: CONFIG } });
});

test("a machine that is not there is an error that lists those that are", () => {
  const error = thrown(() => findMachine(STACK, "weg"));
  expect(error).toMatchObject({ code: "node-unknown", allowed: "a, b, c, web", mend: 'did you mean "web"?' });
  expect(thrown(() => findMachine({ ...STACK, pools: {} }, "a")).allowed).toBe("none is there");
  expect(thrown(() => findMachine(STACK, "db")).mend).toBe("name one of the nodes of db: a, b");
});
