import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The suites that take a minute or more, the longest first, as they were on two cores. One of them begun last would run on alone; vitest knows how long
 * each takes only on a machine that has run it before.
 */
export const LONGEST = [
  "test/integration/check/mutations.test.ts",
  "test/integration/release/kill.test.ts",
  "test/integration/check/recorded-plans/libvirt.test.ts",
  "test/integration/check/recorded-plans/hetzner.test.ts",
  "test/integration/check/recorded-plans/aws.test.ts",
  "test/boot/bare-metal/install-bios.test.ts",
  "test/boot/libvirt/pool.test.ts",
  "test/boot/bare-metal/quickstart.test.ts",
  "test/boot/bare-metal/install-uefi.test.ts",
  "test/boot/stand-in/disk.test.ts",
  "test/boot/bare-metal/diskless.test.ts",
  "test/boot/libvirt/quickstart.test.ts",
];

/** Begins with the suites that take longest. */
export class LongestFirst extends BaseSequencer {
  public override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`));
      return found === -1 ? LONGEST.length : found;
    };
    const usual = await super.sort(files);
    return [...usual].sort((a, b) => place(a) - place(b));
  }
}
