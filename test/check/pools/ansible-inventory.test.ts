import { expect, test } from "vitest";
import { parse } from "yaml";
import { ansibleInventory } from "../../../lib/check/pools/ansible-inventory";
import { Host } from "../../../lib/check/pools/hosts";

const host = (stack: string, pool: string, platform: string, name: string, address: string): Host =>
  ({ name, address: { address, scope: "public" }, pool: { stack, pool, path: `${stack}/${pool}`, platform } }) as Host;

// PyYAML reads YAML 1.1.
const read = (hosts: readonly Host[]): unknown => parse(ansibleInventory(hosts), { version: "1.1" });

test("hosts are in the groups of their pool, their stack and their platform", () => {
  const hosts = [
    host("dev-aws", "db", "aws", "dev-aws-a", "192.0.2.1"),
    host("dev-aws", "web", "aws", "dev-aws-b", "192.0.2.2"),
    host("lab", "db", "libvirt", "lab-a", "2001:db8::3"),
  ];
  expect(read(hosts)).toEqual({
    all: {
      vars: { ansible_user: "core" },
      children: {
        stack_dev_aws: {
          children: {
            pool_dev_aws_db: { hosts: { "dev-aws-a": { ansible_host: "192.0.2.1" } } },
            pool_dev_aws_web: { hosts: { "dev-aws-b": { ansible_host: "192.0.2.2" } } },
          },
        },
        stack_lab: { children: { pool_lab_db: { hosts: { "lab-a": { ansible_host: "2001:db8::3" } } } } },
        platform_aws: { hosts: { "dev-aws-a": {}, "dev-aws-b": {} } },
        platform_libvirt: { hosts: { "lab-a": {} } },
      },
    },
  });
});

test("what YAML 1.1 would take for a number or a truth is a text", () => {
  const hosts = [host("on", "1", "p", "1e3", "192.0.2.1"), host("on", "1", "p", "yes", "192.0.2.2")];
  const { all } = read(hosts) as { all: { children: { platform_p: object } } };
  expect(all.children.platform_p).toEqual({ hosts: { "1e3": {}, yes: {} } });
});

test("groups are called by identifiers, and those of different names differently", () => {
  const hosts = [host("a-b", "c", "p", "1", "192.0.2.1"), host("a_b", "c", "p", "2", "192.0.2.2"), host("a", "b-c", "p", "3", "192.0.2.3")];
  const { all } = read(hosts) as { all: { children: { [group: string]: { children?: object } } } };
  const groups = Object.entries(all.children).flatMap(([group, { children = {} }]) => [group, ...Object.keys(children)]);
  expect(groups).toEqual(["stack_a_b", "pool_a_b_c", "stack_a_b_2", "pool_a_b_c_2", "stack_a", "pool_a_b_c_3", "platform_p"]);
});

test("an inventory without hosts is one too", () => {
  expect(read([])).toEqual({ all: {} });
});
