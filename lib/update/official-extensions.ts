/** An extension that is built with Flatcar itself. */
export interface OfficialExtension {
  /** The first number of the version it came with. */
  readonly firstMajor: number;
  /** The one architecture it is built for, or undefined for all. */
  readonly architecture?: string;
}

const NAMED: ReadonlyMap<string, OfficialExtension> = new Map([
  ["incus", { firstMajor: 4285 }],
  ["overlaybd", { firstMajor: 4426 }],
  ["podman", { firstMajor: 3941 }],
  ["python", { firstMajor: 4012 }],
  ["zfs", { firstMajor: 3913 }],
]);
// The driver's branch is part of the name, and each release has its own choice of branches.
const NVIDIA = /^nvidia-drivers-\d{3}(?:-open)?$/;
const NVIDIA_EXTENSION: OfficialExtension = { firstMajor: 4344, architecture: "x86-64" };

/** What a message shows. */
export const OFFICIAL_NAMES: readonly string[] = [...NAMED.keys(), "nvidia-drivers-570", "nvidia-drivers-570-open"];

/**
 * What is known of an official extension, or undefined for a name that is none.
 *
 * @see https://www.flatcar.org/docs/latest/provisioning/sysext/
 * @see https://github.com/flatcar/scripts/blob/main/build_library/extra_sysexts.sh
 */
export function officialExtension(name: string): OfficialExtension | undefined {
  return NAMED.get(name) ?? (NVIDIA.test(name) ? NVIDIA_EXTENSION : undefined);
}
