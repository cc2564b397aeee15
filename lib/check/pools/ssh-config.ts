import type { Host } from "./hosts";

/** Who logs in to Flatcar: the user that every image has. */
export const USER = "core";

/**
 * Hosts as a file for ssh, to be named by `ssh -F` or by `Include` in `~/.ssh/config`.
 *
 * @see https://man.openbsd.org/ssh_config
 */
export function sshConfig(hosts: readonly Host[]): string {
  return hosts
    .map(
      ({ name, alias, address }) =>
        `Host ${[name, ...(alias === undefined ? [] : [alias])].join(" ")}\n  HostName ${address.address}\n  User ${USER}\n`,
    )
    .join("\n");
}
