import { expect, test } from "vitest";
import { ServedMachine } from "../../lib/bare-metal/machine";
import { serve } from "../../lib/bare-metal/serve";
import { digestOf, ServedRecord } from "../../lib/bare-metal/served-record";
import { identityOf } from "../../lib/pool/tokens";
import { scratchStack } from "../support";
import { NEW, preparedNode } from "./node";
import { MAC_A } from "./small-pool";

test("a machine is what matchbox serves to it, and asks its record whether that is what it has", () => {
  const stack = scratchStack();
  const node = preparedNode(stack, "a", { hostname: "bee" });
  const config = { value: "{}", text: "{}", bytes: 2, exact: true, compressed: false };
  const [served, installer] = ["", "Install"].map((idPrefix) =>
    serve(node.scope, { name: `a${idPrefix}`, idPrefix, selector: { mac: MAC_A }, config, protect: false }),
  );
  const record = new ServedRecord(node.scope, "Served", { config: digestOf(stack, "D", "{}", "{}"), release: "1.2.3" }, [], false);
  const machine = new ServedMachine(node, MAC_A, served, installer, record);
  const { profile, group } = served;
  expect({ ...machine, record: undefined }).toEqual({ name: "a", hostname: "bee", release: NEW, mac: MAC_A, profile, group, installer });
  expect(identityOf(stack, machine.stale)).toBe(identityOf(stack, record.stale()));
});
