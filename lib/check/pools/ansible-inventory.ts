import type { Host } from "./hosts";
import { USER } from "./ssh-config";

/**
 * Hosts as an inventory of Ansible in YAML: groups by stack, each of its pools below it, and by platform.
 *
 * @see https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html
 */
export function ansibleInventory(hosts: readonly Host[]): string {
  const names = new GroupNames();
  const stacks = grouped(hosts, ({ pool }) => pool.stack).map(([stack, ofStack]) => ({
    group: names.of(`stack_${stack}`),
    pools: grouped(ofStack, ({ pool }) => pool.path).map(([, ofPool]) => ({
      group: names.of(`pool_${stack}_${ofPool[0].pool.pool}`),
      hosts: ofPool,
    })),
  }));
  const platforms = grouped(hosts, ({ pool }) => pool.platform).map(([platform, ofPlatform]) => ({
    group: names.of(`platform_${platform}`),
    hosts: ofPlatform,
  }));
  if (hosts.length === 0) return "all: {}\n";
  return lines([
    "all:",
    "  vars:",
    `    ansible_user: ${USER}`,
    "  children:",
    ...stacks.flatMap(({ group, pools }) => [
      `    ${group}:`,
      "      children:",
      ...pools.flatMap((pool) => [
        `        ${pool.group}:`,
        "          hosts:",
        ...pool.hosts.flatMap(({ name, address }) => [
          `            ${text(name)}:`,
          `              ansible_host: ${text(address.address)}`,
        ]),
      ]),
    ]),
    ...platforms.flatMap((platform) => [
      `    ${platform.group}:`,
      "      hosts:",
      ...platform.hosts.map(({ name }) => `        ${text(name)}: {}`),
    ]),
  ]);
}

/** Names of groups as Ansible takes them, identifiers of Python: different for what differs. */
class GroupNames {
  private readonly taken = new Set<string>();

  public of(name: string): string {
    const plain = name.replace(/[^A-Za-z0-9_]/g, "_");
    let free = plain;
    for (let i = 2; this.taken.has(free); i++) free = `${plain}_${i}`;
    this.taken.add(free);
    return free;
  }
}

// A text of JSON is one of YAML, in all its versions.
function text(value: string): string {
  return JSON.stringify(value);
}

function lines(all: readonly string[]): string {
  return `${all.join("\n")}\n`;
}

function grouped(hosts: readonly Host[], key: (host: Host) => string): [string, Host[]][] {
  const found = new Map<string, Host[]>();
  for (const host of hosts) found.set(key(host), [...(found.get(key(host)) ?? []), host]);
  return [...found];
}
