/** How many of so many members make a quorum: more than half. */
export function quorumOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

/**
 * How many of so many members may be lost and leave a quorum.
 *
 * @see https://etcd.io/docs/v3.6/faq/#what-is-failure-tolerance
 */
export function toleranceOf(members: number): number {
  return members - quorumOf(members);
}
