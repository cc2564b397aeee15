import { expect, test } from "vitest";
import { subjectsOf, whom } from "../../../lib/check/rules/whom";
import { recordedSubject, synthSubject } from "./subject";
import { servers } from "./foreign-server";

const first = (platform: string, name: string) => recordedSubject(platform, name).stack.pools[0];

test("machines are named by how many of their pool they are", () => {
  const pool = first("hetzner", "first-apply");
  const [a] = pool.machines;
  expect(whom(pool, pool.machines)).toEqual({ who: "both machines of web", are: "are" });
  expect(whom(pool, [a])).toEqual({ who: "1 of 2 machines of web (a)", are: "is" });
  expect(whom({ ...pool, machines: [a] }, [a])).toEqual({ who: "a of web", are: "is" });
  const three = { ...pool, machines: [...pool.machines, a] };
  expect(whom(three, three.machines)).toEqual({ who: "all 3 machines of web", are: "are" });
  expect(whom(three, pool.machines)).toEqual({ who: "2 of 3 machines of web (a, c)", are: "are" });
  expect(subjectsOf(pool, pool.machines)).toEqual(["a", "c"]);
});

test("the machines of a group have no names, and one that no pool made has its address", () => {
  const group = first("aws", "group-first-apply");
  expect(whom(group, group.machines)).toEqual({ who: "every machine of web", are: "is" });
  expect(subjectsOf(group, group.machines)).toEqual([]);
  const [foreign] = synthSubject(servers({ a: {} })).stack.pools;
  expect(whom(foreign, foreign.machines)).toEqual({ who: "hcloud_server.a", are: "is" });
  expect(subjectsOf(foreign, foreign.machines)).toEqual(["hcloud_server.a"]);
});
