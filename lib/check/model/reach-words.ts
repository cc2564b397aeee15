import { Reach } from "./reach";

/** How a change takes effect, as a sentence about it goes on. */
export const REACH_WORDS: { readonly [reach in Reach]: string } = {
  [Reach.REPLACEMENT]: "takes effect by replacement",
  [Reach.INSTANCE_REFRESH]: "takes effect by an instance refresh",
  [Reach.NEXT_BOOT]: "takes effect at the next boot from the network",
  [Reach.NEXT_INSTALLATION]: "takes effect at the next installation",
  [Reach.NEW_ROOT_DISK]: "takes effect with a new root disk only",
  [Reach.NEW_MACHINES]: "will only take effect on new machines",
};
