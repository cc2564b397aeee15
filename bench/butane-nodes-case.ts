// One case of the Butane benchmark, in a process of its own: what a thousand nodes cost that have a base in common and a layer each.
// Prints JSON: see NodesCost.
import { translateButane } from "../lib/butane";
import { type IgnitionConfig, mergeIgnition } from "../lib/ignition";
import { NodeConfigComposer } from "../lib/pool/compose";
import { MachineConfig } from "../lib/pool/machine-config";
import { Architecture, FlatcarRelease } from "../lib/release";
import { UpdateServer, UpdateStrategy } from "../lib/update";
import { benchConfigs } from "./butane-configs";
import type { NodesCost } from "./butane-table";

const NODES = 1000;
const RELEASE = FlatcarRelease.version("4593.2.5");
// The hostname is the pool's to write.
const BASE = (benchConfigs().find(({ text }) => text.length >= 4000)?.text ?? "").replace("/etc/hostname", "/etc/node-name");
/** What else the machine does makes a run longer, never shorter: the least of so many counts. */
const TIMES = 5;

/** Ten lines. */
function layer(i: number): string {
  return `variant: flatcar
version: 1.1.0
storage:
  files:
    - path: /etc/kubernetes/node-${i}.env
      mode: 0600
      contents:
        inline: |
          NODE_IP=10.${i >> 8}.${i & 255}.1
          NODE_LABELS=rack=${i % 40},row=${i % 7}
`;
}

function translateAndMerge(base: string, from: number): number {
  const common = translateButane(base).config as IgnitionConfig;
  let files = 0;
  for (let i = from; i < from + NODES; i++) {
    const merged = mergeIgnition(common, translateButane(layer(i)).config as IgnitionConfig);
    files += merged.storage?.files?.length ?? 0;
  }
  return files;
}

function compose(base: string, from: number): number {
  const composer = new NodeConfigComposer({
    platform: "bench",
    pool: "bench",
    stack: "bench",
    architecture: Architecture.AMD64,
    update: UpdateStrategy.off(),
    updateServer: UpdateServer.public(),
    machineConfig: [MachineConfig.butane(base)],
    sshAuthorizedKeys: [],
    systemExtensions: [],
  });
  let files = 0;
  for (let i = from; i < from + NODES; i++) {
    const machineConfig = [MachineConfig.butane(layer(i))];
    const config = composer.compose({ name: `n-${i}`, hostname: `n-${i}`, release: RELEASE, machineConfig });
    files += config.storage?.files?.length ?? 0;
  }
  return files;
}

/** Milliseconds of the shortest of some runs. */
function least(times: number, fn: (i: number) => unknown): number {
  const runs = Array.from({ length: times }, (_, i) => {
    const before = process.hrtime.bigint();
    fn(i);
    return Number(process.hrtime.bigint() - before) / 1e6;
  });
  return Math.min(...runs);
}

// Another base and other layers, so that nothing is left to be remembered of.
const other = BASE.replaceAll("cluster", "another");
for (let i = 1; i <= 3; i++) {
  translateAndMerge(other, i * NODES);
  compose(other, i * NODES);
}
const cost: NodesCost = {
  nodes: NODES,
  baseBytes: BASE.length,
  baseMilliseconds: least(100, () => translateButane(BASE).json),
  translated: least(TIMES, (i) => translateAndMerge(BASE, i * NODES)),
  composed: least(TIMES, (i) => compose(BASE, i * NODES)),
};
console.log(JSON.stringify(cost));
