import type { CheckedMachine } from "../model/checked-machine";
import type { CheckedPool } from "../model/checked-stack";
import { Severity } from "../severity";
import type { SynthesisedStack } from "../synth/stack";
import { instanceExposure } from "./exposure/aws";
import { serverExposure } from "./exposure/hetzner";
import { Exposure, NOTHING } from "./exposure/open-ports";
import type { Problem, Rule } from "./rule";
import { subjectsOf, whom } from "./whom";

/** Something that listens on machines, and is not for everybody. */
interface Service {
  readonly name: string;
  readonly ports: readonly number[];
}

const SERVICES: readonly Service[] = [
  { name: "ssh", ports: [22] },
  // https://etcd.io/docs/v3.6/op-guide/configuration/
  { name: "etcd", ports: [2379, 2380] },
  // https://kubernetes.io/docs/reference/networking/ports-and-protocols/, and the port without authentication:
  // https://kubernetes.io/docs/reference/command-line-tools-reference/kubelet/
  { name: "the kubelet", ports: [10250, 10255] },
];

/** Ports of machines that the whole world reaches. */
export const FC018: Rule = {
  id: "FC018",
  title: "open to the world",
  severity: Severity.WARN,
  why:
    "What the whole world reaches is tried out within minutes. One weak key or one hole in sshd is enough then; etcd holds every secret of a cluster, and the " +
    "kubelet runs commands in every container. A server on Hetzner Cloud without a firewall is open on every port.",
  mend: "Let in the ranges that need it, such as a VPN's or a bastion's, and attach a firewall to every server that has a public address.",
  triggers: "A rule lets 0.0.0.0/0 in to port 22 of a pool's machines; or a server with a public address has no firewall.",
  passes: "The rule is for 192.0.2.0/24, for port 443, or in a firewall that is on no machine of the stack.",
  parts: [{ needs: [], find: ({ stack: { stack, pools } }) => pools.flatMap((pool) => problemsOf(stack, pool)) }],
};

function problemsOf(stack: SynthesisedStack, pool: CheckedPool): Problem[] {
  const seen = pool.machines.map((machine) => ({ machine, exposure: exposureOf(stack, machine) }));
  const unfiltered = seen.filter(({ exposure }) => exposure.isUnfiltered).map(({ machine }) => machine);
  return [
    ...(unfiltered.length === 0 ? [] : [unfilteredProblem(pool, unfiltered)]),
    ...SERVICES.flatMap((service) => {
      const open = seen.map(({ machine, exposure }) => ({ machine, ...openTo(exposure, service) })).filter(({ ports }) => ports.length > 0);
      return open.length === 0 ? [] : [openProblem(pool, service, open)];
    }),
  ];
}

function exposureOf(stack: SynthesisedStack, { address }: CheckedMachine): Exposure {
  const [type, name] = address.split(".");
  if (type === "hcloud_server") return serverExposure(stack, name);
  return type === "aws_instance" || type === "aws_autoscaling_group" ? instanceExposure(stack, type, name) : NOTHING;
}

/** The ports of a service that are open, and what opens them. */
function openTo({ open }: Exposure, { ports }: Service): { readonly ports: readonly number[]; readonly by: readonly string[] } {
  const isOn = (port: number) => open.filter(({ from, to }) => from <= port && port <= to);
  return { ports: ports.filter((port) => isOn(port).length > 0), by: ports.flatMap(isOn).map(({ by }) => by) };
}

interface OpenMachine {
  readonly machine: CheckedMachine;
  readonly ports: readonly number[];
  readonly by: readonly string[];
}

function openProblem(pool: CheckedPool, { name, ports: all }: Service, open: readonly OpenMachine[]): Problem {
  const machines = open.map(({ machine }) => machine);
  const ports = all.filter((port) => open.some((each) => each.ports.includes(port)));
  return {
    ...{ pool, subjects: subjectsOf(pool, machines) },
    message: `${name} (port${ports.length === 1 ? "" : "s"} ${ports.join(", ")}) of ${whom(pool, machines).who} is open to the world`,
    mend: "let in the ranges that need it alone, such as a VPN's or a bastion's",
    details: [...new Set(open.flatMap(({ by }) => by))].map((by) => `let in by ${by}`),
  };
}

function unfilteredProblem(pool: CheckedPool, machines: readonly CheckedMachine[]): Problem {
  const { who, are } = whom(pool, machines);
  return {
    ...{ pool, subjects: subjectsOf(pool, machines) },
    message: `${who} ${are} public and without a firewall: every port is open to the world, ssh too`,
    mend: "attach a firewall, by firewall_ids or hcloud_firewall_attachment, or take the public addresses away",
  };
}
