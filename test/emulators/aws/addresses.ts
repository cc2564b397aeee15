import { refused } from "./api-error";
import type { AwsState } from "./state";
import { text } from "./model";

/** The first four addresses of a subnet and the last are AWS's own: https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const RESERVED_AT_START = 4;

export function toNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toAddress(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
}

/** First and last address of a block like `10.0.1.0/24`. */
export function bounds(cidr: string): { readonly first: number; readonly last: number } {
  const [address, length] = cidr.split("/");
  const size = 2 ** (32 - Number(length));
  const first = Math.floor(toNumber(address) / size) * size;
  return { first, last: first + size - 1 };
}

/** Who has which address. */
export class Addresses {
  constructor(private readonly state: AwsState) {}

  /** A fresh address of the range that is kept for benchmarks (RFC 2544), which nobody routes. */
  public nextPublic(): string {
    const n = this.state.next("public address");
    return `198.${18 + ((n >> 16) & 1)}.${(n >> 8) & 255}.${n & 255}`;
  }

  /** A fresh /56 of the documentation range (RFC 3849). */
  public nextIpv6Block(): string {
    return `2001:db8:${this.state.next("IPv6 block").toString(16)}::/56`;
  }

  /** The lowest address of a subnet that nobody has. @throws ApiError `InsufficientFreeAddressesInSubnet` */
  public nextPrivate(subnetId: string): string {
    const { first, last } = this.boundsOf(subnetId);
    const taken = new Set(this.taken(subnetId));
    for (let candidate = first + RESERVED_AT_START; candidate < last; candidate++) {
      if (!taken.has(toAddress(candidate))) return toAddress(candidate);
    }
    throw refused(
      "InsufficientFreeAddressesInSubnet",
      `There are not enough free addresses in subnet '${subnetId}' to satisfy the request.`,
    );
  }

  /** @throws ApiError `InvalidParameterValue`, `InvalidIPAddress.InUse` */
  public checkPrivate(address: string, subnetId: string): void {
    const { first, last } = this.boundsOf(subnetId);
    const value = toNumber(address);
    if (value < first || value > last) {
      throw refused("InvalidParameterValue", `Address ${address} does not fall within the subnet's address range`);
    }
    if (value < first + RESERVED_AT_START || value === last) {
      throw refused("InvalidParameterValue", `Address ${address} is in subnet's reserved address range`);
    }
    if (this.taken(subnetId).includes(address)) throw refused("InvalidIPAddress.InUse", `Address ${address} is in use.`);
  }

  private boundsOf(subnetId: string): { readonly first: number; readonly last: number } {
    return bounds(text(this.state.get("aws_subnet", subnetId)?.attributes ?? {}, "cidr_block") ?? "0.0.0.0/32");
  }

  private taken(subnetId: string): string[] {
    const inSubnet = this.state.list("aws_instance").filter(({ attributes }) => attributes.subnet_id === subnetId);
    return inSubnet.flatMap(({ attributes }) => text(attributes, "private_ip") ?? []);
  }
}
