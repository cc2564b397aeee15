/** What the servers of a local network are told. */
export interface LanNetwork {
  /** The network card on which the machines are. */
  readonly interface: string;
  /** The first three numbers of every address. */
  readonly prefix: string;
  /** The folder that TFTP gives out. */
  readonly bootFiles: string;
}

/** A machine whose address is known beforehand. */
export interface LanHost {
  readonly mac: string;
  readonly address: string;
}

/** Under which name machines find matchbox, at the first address of the network. */
export const MATCHBOX_NAME = "matchbox.lan";

/** The machines with an address of their own. Others get one of the rest. */
export function hostsOf({ prefix }: LanNetwork): LanHost[] {
  return Array.from({ length: 98 }, (_, i) => ({
    mac: `52:54:00:00:00:${(i + 2).toString(16).padStart(2, "0")}`,
    address: `${prefix}.${i + 2}`,
  }));
}

/**
 * The settings of the dnsmasq that sends machines to matchbox. Firmware gets iPXE by TFTP, and iPXE its script by HTTP.
 *
 * @param options whether another server gives the addresses
 * @see https://matchbox.psdn.io/network-setup/
 */
export function bridgeServer(network: LanNetwork, { isProxy }: { readonly isProxy: boolean }): string {
  const { prefix, bootFiles } = network;
  const script = `http://${MATCHBOX_NAME}:8080/boot.ipxe`;
  const boot = isProxy
    ? [
        `dhcp-range=${prefix}.0,proxy`,
        "pxe-service=tag:!ipxe,x86PC,iPXE,undionly.kpxe",
        "pxe-service=tag:!ipxe,X86-64_EFI,iPXE,snponly.efi",
        `pxe-service=tag:ipxe,x86PC,matchbox,${script}`,
        `pxe-service=tag:ipxe,X86-64_EFI,matchbox,${script}`,
      ]
    : [
        ...addresses(network),
        "dhcp-match=set:bios,option:client-arch,0",
        "dhcp-boot=tag:!ipxe,tag:bios,undionly.kpxe",
        "dhcp-boot=tag:!ipxe,tag:!bios,snponly.efi",
        `dhcp-boot=tag:ipxe,${script}`,
      ];
  const names = ["no-resolv", "no-hosts", `address=/${MATCHBOX_NAME}/${prefix}.1`];
  return lines(...common(network.interface), ...names, "enable-tftp", `tftp-root=${bootFiles}`, "dhcp-userclass=set:ipxe,iPXE", ...boot);
}

/** The settings of a plain DHCP server, which knows nothing of booting. */
export function routerOf(network: LanNetwork): string {
  return lines(...common("eth0"), "port=0", ...addresses(network), `dhcp-option=option:dns-server,${network.prefix}.1`);
}

function addresses(network: LanNetwork): string[] {
  const { prefix } = network;
  return [
    `dhcp-range=${prefix}.100,${prefix}.199,1h`,
    // One address, whichever name iPXE, the installer and the installed system give themselves.
    ...hostsOf(network).map(({ mac, address }) => `dhcp-host=${mac},${address}`),
  ];
}

function common(name: string): string[] {
  return [`interface=${name}`, "bind-interfaces", "user=root", "leasefile-ro", "log-dhcp", "log-facility=-"];
}

function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
