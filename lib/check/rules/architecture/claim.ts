import { Architecture } from "../../../release";
import type { SynthesisedStack } from "../../synth/stack";

/** What something in a stack says of an architecture. */
export interface ArchitectureClaim {
  readonly architecture: Architecture;
  /** What says so, as a message names it: `server type cax11`. */
  readonly by: string;
}

/** One way in which a machine boots. */
export interface MachineBoot {
  /** Of which architecture the machine is; empty where nothing tells. */
  readonly machine: readonly ArchitectureClaim[];
  /** Of which architecture that is what it boots. */
  readonly image: readonly ArchitectureClaim[];
}

/** What an attribute that names an image claims. */
export type ClaimImage = (stack: SynthesisedStack, image: unknown) => readonly ArchitectureClaim[];

const WORDS = /(?<![A-Za-z0-9])(?:amd64|x86[_-]64|arm64|aarch64)(?![A-Za-z0-9])/g;
const EXPRESSION = /\$\{[^}]*\}/g;
// AMIs of any other architecture have it in their names: https://github.com/flatcar/mantle/blob/main/cmd/plume/prerelease.go
const AMI_WITHOUT_WORD = /^Flatcar-[a-z0-9]+-\d+\.\d+\.\d+-hvm$/;
// Of QEMU's images the one for BIOS is published for amd64 alone: https://www.flatcar.org/docs/latest/deploy/virt-options/qemu/
const BIOS_IMAGE = /(?:^|\/)flatcar_production_qemu_image\.img/;

/**
 * The architecture that a path, a URL or the name of an image tells: undefined where it tells none, or two. What is known only at apply tells nothing.
 */
export function architectureNamed(text: string): Architecture | undefined {
  const known = text.replace(EXPRESSION, "");
  const names = [...new Set([...known.matchAll(WORDS)].map(([word]) => Architecture.of(word).name))];
  if (names.length === 0 && (AMI_WITHOUT_WORD.test(known) || BIOS_IMAGE.test(known))) return Architecture.AMD64;
  return names.length === 1 ? Architecture.of(names[0]) : undefined;
}

/** The architecture that a platform's word for it stands for; undefined where it is no such word, as an expression is none. */
export function architectureOfWord(word: string): Architecture | undefined {
  return Architecture.all().find(({ name, aws, hetzner, qemu }) => [name, aws, hetzner, qemu].includes(word));
}

/** A claim, where there is an architecture to claim. */
export function claims(by: string, architecture: Architecture | undefined): ArchitectureClaim[] {
  return architecture === undefined ? [] : [{ by, architecture }];
}
