import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { MachineFate } from "../../../lib/check/model/fate";
import { poolFates } from "../../../lib/check/model/model";
import { Plan } from "../../../lib/check/plan/plan";
import { PROJECT } from "../../support/project";
import { recorded, recordings } from "./recorded";

/**
 * A change that was planned and applied by real Terraform: the recording, what Terraform's summary of the plan says (to add, to change, to destroy), what
 * the model says of the machines, and what became of them, in the words of the other side. Behind a dash, why the apply failed in the end.
 */
type Row = readonly [recording: string, plan: string, model: string, machines: string];

/** Changes whose plans read otherwise than what happens to machines, most of them; those of machines that no pool made are of `a` alone. */
const TRAPS: readonly (readonly [change: string, rows: readonly Row[]])[] = [
  [
    "An Auto Scaling group whose launch template changes: two updates, and every machine is replaced",
    [
      ["aws/group-config-replace", "+0 ~2 -0", "web 2 refreshed", "web 2 replaced"],
      ["aws/plain-group", "+0 ~2 -0", "web 2 refreshed", "web 2 replaced"],
    ],
  ],
  [
    'The same with `version = "$Latest"`: one update, and no machine is replaced',
    [["aws/plain-group-latest", "+0 ~1 -0", "web 2 updated", "web 2 untouched"]],
  ],
  [
    "The same without an instance refresh: two updates, and no machine is replaced",
    [["aws/plain-group-without-refresh", "+0 ~2 -0", "web 2 updated", "web 2 untouched"]],
  ],
  [
    "`user_data` of an AWS instance: an update stops and starts it",
    [["aws/plain-user-data", "+0 ~1 -0", "a power-cycled; b untouched", "a stopped and started: user_data_base64; b untouched"]],
  ],
  [
    "The same with `user_data_replace_on_change`",
    [["aws/plain-user-data-replace", "+1 ~0 -1", "a replaced; b untouched", "a replaced; b untouched"]],
  ],
  [
    "`user_data`, `image`, `ssh_keys`, `location` of a Hetzner server: replaced",
    [
      ["hetzner/plain-user-data", "+1 ~0 -1", "a replaced; b untouched", "a replaced; b untouched"],
      ["hetzner/plain-image", "+1 ~0 -1", "a replaced; b untouched", "a replaced; b untouched"],
      ["hetzner/plain-ssh-keys", "+2 ~0 -1", "a replaced; b untouched", "a replaced; b untouched"],
      ["hetzner/plain-location", "+1 ~0 -1", "a replaced; b untouched", "a replaced; b untouched"],
    ],
  ],
  [
    "`server_type` of a Hetzner server: an update powers it off and on",
    [
      [
        "hetzner/plain-server-type",
        "+0 ~1 -0",
        "a power-cycled; b untouched",
        "a power cycle: poweroff, change_type, poweron; b untouched",
      ],
    ],
  ],
  [
    "A label of a Hetzner server: an update, as it reads",
    [["hetzner/plain-label", "+0 ~1 -0", "a updated; b untouched", "a untouched; b untouched"]],
  ],
  [
    "Any attribute of a `libvirt_domain` of 0.9: an update stops, defines and starts it, and then fails",
    [
      [
        "libvirt-0.9/memory",
        "+0 ~1 -0",
        "a redefined; b untouched",
        "a stopped, undefined, defined, started; b runs on — Provider produced inconsistent result after apply",
      ],
      [
        "libvirt-0.9/title",
        "+0 ~1 -0",
        "a redefined; b untouched",
        "a stopped, undefined, defined, started; b runs on — Provider produced inconsistent result after apply",
      ],
    ],
  ],
  [
    "The same where nothing says that it runs: it stays off",
    [
      ["libvirt-0.9/switched-off", "+0 ~1 -0", "a redefined (stays off); b untouched", "a stopped, undefined, defined; b runs on"],
      ["libvirt-0.9/title-of-one-that-is-off", "+0 ~1 -0", "a redefined (stays off); b untouched", "a undefined, defined; b runs on"],
    ],
  ],
  [
    "The name of a `libvirt_domain` of 0.9: replaced, and its disk stays",
    [["libvirt-0.9/domain-renamed", "+1 ~0 -1", "a redefined; b untouched", "a stopped, undefined; b runs on; c defined, started"]],
  ],
  [
    "Ignition content of 0.9: the file is replaced, the machine restarted, and Ignition does not run again",
    [
      [
        "libvirt-0.9/ignition",
        "+1 ~1 -1",
        "a redefined; b untouched",
        "a stopped, undefined, defined, started; b runs on — Provider produced inconsistent result after apply",
      ],
    ],
  ],
  [
    "The same where the root disk is replaced with it: Ignition runs",
    [
      [
        "libvirt-0.9/ignition-mended",
        "+3 ~0 -3",
        "a replaced; b untouched",
        "a stopped, undefined, defined, started from another root disk; b runs on",
      ],
    ],
  ],
  [
    "An attribute of a `libvirt_network` of 0.9: an update that is pushed to nothing, and then fails",
    [["libvirt-0.9/network-reservation", "+0 ~1 -0", "a untouched", "a runs on — Provider produced inconsistent result after apply"]],
  ],
  ["`autostart` of it is pushed", [["libvirt-0.9/network-autostart", "+0 ~1 -0", "a untouched", "a runs on"]]],
  [
    "`capacity`, `backing_store` of a `libvirt_volume` of 0.9: an update that is refused",
    [
      ["libvirt-0.9/volume-capacity", "+0 ~1 -0", "a updated; b untouched", "a runs on; b runs on — Update Not Supported"],
      ["libvirt-0.9/volume-backing-store", "+0 ~1 -0", "a updated; b untouched", "a runs on; b runs on — Update Not Supported"],
    ],
  ],
  [
    "Another root disk of 0.9: the domain is updated, and boots for the first time",
    [
      [
        "libvirt-0.9/root-disk-renamed",
        "+1 ~1 -1",
        "a replaced; b untouched",
        "a stopped, undefined, defined, started from another root disk; b runs on — Provider produced inconsistent result after apply",
      ],
    ],
  ],
  [
    "The same where nothing tells the domain: it runs on with a deleted disk",
    [
      [
        "libvirt-0.9/root-disk-under-machine",
        "+2 ~0 -2",
        "a updated (loses its disk); b untouched",
        "a runs on, its root disk is deleted; b runs on",
      ],
    ],
  ],
  [
    "Another data disk of 0.9: the domain is updated",
    [
      [
        "libvirt-0.9/data-disk-renamed",
        "+1 ~1 -1",
        "a redefined; b untouched",
        "a stopped, undefined, defined, started; b runs on — Provider produced inconsistent result after apply",
      ],
    ],
  ],
  [
    "Nothing, a machine more and a machine less of 0.9",
    [
      ["libvirt-0.9/first-apply", "+11 ~0 -0", "a created; b created", "a defined, started; b defined, started"],
      ["libvirt-0.9/nothing", "+0 ~0 -0", "a untouched; b untouched", "a runs on; b runs on"],
      ["libvirt-0.9/node-added", "+4 ~0 -0", "a untouched; b created", "a runs on; b defined, started"],
      ["libvirt-0.9/node-removed", "+0 ~0 -4", "a untouched; b destroyed", "a runs on; b stopped, undefined"],
    ],
  ],
  [
    "A profile or a group of matchbox: replaced, and the machine runs on until it boots",
    [
      ["bare-metal/fc019-plain-profile", "+1 ~0 -1", "a stale; c untouched", "planned only"],
      ["bare-metal/config", "+2 ~0 -2", "a stale, c stale", "a stale; c stale"],
      ["bare-metal/mac", "+3 ~0 -3", "a untouched, c stale", "a as served; c as served"],
    ],
  ],
];

/** The change matrix of docs/changes.md: Hetzner, AWS machines with names, libvirt, an AWS group, bare metal. */
const MATRIX: readonly (readonly [change: string, rows: readonly Row[]])[] = [
  [
    "machine config, REPLACE",
    [
      ["hetzner/config-replace", "+2 ~0 -2", "a replaced, c replaced", "a replaced; c replaced"],
      ["aws/named-config-replace", "+2 ~0 -2", "a replaced, c replaced", "a replaced; c replaced"],
      ["libvirt/config-replace", "+6 ~0 -6", "a replaced, b replaced", "a another boot; b another boot"],
      ["aws/group-config-replace", "+0 ~2 -0", "web 2 refreshed", "web 2 replaced"],
      ["bare-metal/config", "+2 ~0 -2", "a stale, c stale", "a stale; c stale"],
    ],
  ],
  [
    "machine config, NEW_NODES_ONLY",
    [
      ["hetzner/config-new-nodes-only", "+0 ~0 -0", "a untouched, c untouched", "a untouched; c untouched"],
      ["aws/named-config-new-nodes-only", "+0 ~0 -0", "a untouched, c untouched", "a untouched; c untouched"],
      ["libvirt/config-new-nodes-only", "+0 ~0 -0", "a untouched, b untouched", "a runs on; b runs on"],
      ["aws/group-config-new-nodes-only", "+0 ~1 -0", "web 2 updated", "web 2 untouched"],
    ],
  ],
  [
    "release, REPLACE",
    [
      ["hetzner/release-replace", "+2 ~0 -2", "a replaced, c replaced", "a replaced; c replaced"],
      ["aws/named-release-replace", "+2 ~0 -2", "a replaced, c replaced", "a replaced; c replaced"],
      ["libvirt/release-replace", "+5 ~0 -5", "a replaced, b replaced", "a another boot; b another boot"],
      ["aws/group-release", "+0 ~2 -0", "web 2 refreshed", "web 2 replaced"],
      ["bare-metal/release-replace", "+2 ~0 -2", "a stale, c stale", "a stale; c stale"],
    ],
  ],
  [
    "release, NEW_NODES_ONLY",
    [
      ["hetzner/release-new-nodes-only", "+0 ~0 -0", "a untouched, c untouched", "a untouched; c untouched"],
      ["aws/named-release-new-nodes-only", "+0 ~0 -0", "a untouched, c untouched", "a untouched; c untouched"],
      ["libvirt/release-new-nodes-only", "+0 ~0 -0", "a untouched, b untouched", "a runs on; b runs on"],
      ["aws/group-release-new-nodes-only", "+0 ~2 -0", "web 2 updated", "web 2 untouched"],
      ["bare-metal/release-new-nodes-only", "+2 ~0 -2", "a updated, c updated", "a as served; c as served"],
    ],
  ],
  [
    "generation of one node raised",
    [
      ["hetzner/generation", "+2 ~0 -2", "a replaced, c untouched", "a replaced; c untouched"],
      ["aws/named-generation", "+2 ~0 -2", "a replaced, c untouched", "a replaced; c untouched"],
      ["libvirt/generation", "+5 ~0 -5", "a replaced, b untouched", "a another boot; b runs on"],
      ["aws/group-generation", "+2 ~1 -2", "web 2 refreshed", "web 2 replaced"],
      ["bare-metal/generation", "+3 ~0 -3", "a stale, c untouched", "a as served; c as served"],
    ],
  ],
  [
    "label or tag",
    [
      ["hetzner/label", "+0 ~7 -0", "a updated, c updated", "a untouched; c untouched"],
      ["aws/named-tag", "+0 ~1 -0", "a updated, c untouched", "a runs on: root_block_device, tags; c untouched"],
      ["aws/group-tag", "+0 ~5 -0", "web 2 updated", "web 2 untouched"],
    ],
  ],
  [
    "machine size",
    [
      ["hetzner/server-type", "+0 ~1 -0", "a power-cycled, c untouched", "a power cycle: poweroff, change_type, poweron; c untouched"],
      ["aws/named-instance-type", "+0 ~1 -0", "a power-cycled, c untouched", "a stopped and started: instance_type; c untouched"],
      ["libvirt/memory", "+1 ~0 -1", "a redefined, b untouched", "a another boot; b runs on"],
      ["aws/group-instance-type", "+0 ~2 -0", "web 2 refreshed", "web 2 replaced"],
    ],
  ],
  [
    "ssh keys",
    [
      ["hetzner/ssh-keys", "+2 ~0 -2", "a replaced, c replaced", "a replaced; c replaced"],
      ["aws/named-ssh-keys", "+2 ~0 -2", "a replaced, c replaced", "a replaced; c replaced"],
      ["libvirt/ssh-keys", "+6 ~0 -6", "a replaced, b replaced", "a another boot; b another boot"],
      ["aws/group-ssh-keys", "+0 ~2 -0", "web 2 refreshed", "web 2 replaced"],
      ["bare-metal/ssh-keys", "+4 ~0 -4", "a stale, c stale", "a stale; c stale"],
    ],
  ],
  [
    "node added",
    [
      ["hetzner/node-added", "+4 ~0 -0", "a untouched, c created", "a untouched; c new"],
      ["aws/named-node-added", "+2 ~0 -0", "a untouched, c created", "a untouched; c new"],
      ["libvirt/node-added", "+7 ~0 -0", "a untouched, b created", "a runs on; b new"],
      ["aws/group-grows", "+0 ~1 -0", "web 2 updated, web created", "web 2 untouched, 1 new"],
      ["bare-metal/node-added", "+6 ~0 -0", "a untouched, c created", "a as served; c as served"],
    ],
  ],
  [
    "node removed",
    [
      ["hetzner/node-removed", "+0 ~0 -4", "c untouched, a destroyed", "a gone; c untouched"],
      ["aws/named-node-removed", "+0 ~0 -2", "c untouched, a destroyed", "a gone; c untouched"],
      ["libvirt/node-removed", "+0 ~0 -7", "b untouched, a destroyed", "a gone; b runs on"],
      ["aws/group-shrinks", "+0 ~1 -0", "web 2 updated, web destroyed", "web 2 untouched, 1 gone"],
      ["bare-metal/node-removed", "+0 ~0 -6", "c untouched, a stale", "c as served"],
    ],
  ],
  [
    "node renamed",
    [
      ["hetzner/node-renamed", "+4 ~0 -4", "a untouched, d created, c destroyed", "a untouched; c gone; d new"],
      ["aws/named-node-renamed", "+2 ~0 -2", "a untouched, d created, c destroyed", "a untouched; c gone; d new"],
      ["libvirt/node-renamed", "+7 ~0 -7", "a untouched, c created, b destroyed", "a runs on; b gone; c new"],
      ["bare-metal/node-renamed", "+6 ~0 -6", "a untouched, d created, c stale", "a as served; d as served"],
    ],
  ],
  [
    "pool moved in the tree, names pinned, `moved` given",
    [
      ["hetzner/pool-moved", "+0 ~0 -0", "a untouched, c untouched", "a untouched; c untouched"],
      ["aws/named-pool-moved", "+0 ~0 -0", "a untouched, c untouched", "a untouched; c untouched"],
      ["libvirt/pool-moved", "+0 ~0 -0", "a untouched, b untouched", "a runs on; b runs on"],
      ["aws/group-pool-moved", "+0 ~0 -0", "web 2 untouched", "web 2 untouched"],
      ["bare-metal/pool-moved", "+0 ~0 -0", "a untouched, c untouched", "a as served; c as served"],
    ],
  ],
];

function summary({ changes }: Plan): string {
  const count = (action: string): number => changes.filter(({ mode, actions }) => mode === "managed" && actions.includes(action)).length;
  return `+${count("create")} ~${count("update")} -${count("delete")}`;
}

function words({ name, count, isAtMost, fate, staysOff, losesDisk }: MachineFate): string {
  const many = count === 1 ? "" : `${isAtMost === true ? "≤" : ""}${count} `;
  const more = staysOff === true ? " (stays off)" : losesDisk === true ? " (loses its disk)" : "";
  return `${name.replace(/^[a-z]+_\w+\./, "")} ${many}${fate}${more}`;
}

function rowOf(recording: string): Row {
  const [platform, name] = recording.split("/");
  const { stack, plan, base, machines } = recorded(platform, name);
  const model = poolFates(stack, plan, base).map((pool) => pool.machines.map(words).join(", "));
  const { refused } = JSON.parse(fs.readFileSync(path.join(PROJECT, "test/vectors/plans", `${recording}.json`), "utf8")) as {
    refused?: string;
  };
  const happened = Object.keys(machines ?? {})
    .sort()
    .map((machine) => `${machine} ${machines?.[machine]}`);
  const all = machines === null ? "planned only" : happened.join("; ");
  return [recording, summary(plan), model.join("; "), refused === undefined ? all : `${all} — ${refused}`];
}

test.each([...TRAPS, ...MATRIX])("%s", (_, rows) => {
  expect(rows.map(([recording]) => rowOf(recording))).toEqual(rows);
});

test("every change of libvirt 0.9 that is recorded is a row", () => {
  const named = TRAPS.flatMap(([, rows]) => rows.map(([recording]) => recording)).filter((recording) =>
    recording.startsWith("libvirt-0.9/"),
  );
  expect(named.map((recording) => recording.split("/")[1]).sort()).toEqual(recordings("libvirt-0.9"));
});
