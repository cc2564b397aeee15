import { createHash } from "node:crypto";
import { FlatcarError } from "../errors";

/** What a node's reboot slot follows from. */
export interface RebootSlotNode {
  /** The node's name. */
  readonly name: string;
  /**
   * The slot, 0 to one less than the number of slots.
   *
   * @default - the index modulo the number of slots, or without an index a hash of the name modulo the number of slots
   */
  readonly rebootSlot?: number;
  /**
   * The node's number in its pool, from 0.
   *
   * @default - the node has none
   */
  readonly index?: number;
}

/**
 * The slot of a node among the windows of a staggered {@link RebootWindow}.
 *
 * It depends on the node alone, never on which other nodes there are, so that adding or removing one moves no other.
 * Hashed nodes can share a slot; give `rebootSlot` where they must not.
 *
 * @throws FlatcarError `reboot-slot-range` for a slot that the window does not have or an index that is not a whole number from 0;
 * `reboot-window-slots` for a number of slots that is not a whole number from 1
 */
export function rebootSlotOf(node: RebootSlotNode, slots: number): number {
  checkSlots(slots);
  const subject = (prop: string) => `${prop} of node ${JSON.stringify(node.name)}`;
  if (node.rebootSlot !== undefined) {
    checkSlot(subject("rebootSlot"), node.rebootSlot, slots);
    return node.rebootSlot;
  }
  if (node.index !== undefined) {
    if (!isWhole(node.index)) {
      throw new FlatcarError({
        code: "reboot-slot-range",
        subject: subject("index"),
        received: node.index,
        allowed: "a whole number from 0",
        mend: "number the nodes from 0, or leave the index out",
      });
    }
    return node.index % slots;
  }
  // 48 bits of the hash: the most that a number holds exactly and a Buffer reads at once.
  return createHash("sha256").update(node.name, "utf8").digest().readUIntBE(0, 6) % slots;
}

/** Throws `reboot-window-slots` for what is not a number of slots. */
export function checkSlots(slots: number): void {
  if (isWhole(slots) && slots > 0) return;
  throw new FlatcarError({
    code: "reboot-window-slots",
    subject: "slots of a reboot window",
    received: slots,
    allowed: "a whole number from 1",
    mend: "say how many windows there are to be",
  });
}

/** Throws `reboot-slot-range` for a slot that is not there. */
export function checkSlot(subject: string, slot: number, slots: number): void {
  if (isWhole(slot) && slot < slots) return;
  const single = slots === 1;
  throw new FlatcarError({
    code: "reboot-slot-range",
    subject,
    received: slot,
    allowed: single ? "0: there is one window for all nodes" : `a whole number from 0 to ${slots - 1}`,
    mend: single ? "stagger the window over slots, or leave the slot out" : "choose another slot, or stagger the window over more of them",
  });
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
