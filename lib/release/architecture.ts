import { didYouMean, FlatcarError } from "../errors";

interface ArchitectureWords {
  readonly name: string;
  readonly board: string;
  readonly hetzner: string;
  readonly aws: string;
  readonly azure: string;
  readonly qemu: string;
  readonly sysext: string;
}

/** A processor architecture Flatcar is published for, with the word each platform has for it. */
export class Architecture {
  /** 64-bit x86. */
  public static readonly AMD64 = new Architecture({
    name: "amd64",
    board: "amd64-usr",
    hetzner: "x86",
    aws: "x86_64",
    azure: "x64",
    qemu: "x86_64",
    sysext: "x86-64",
  });

  /** 64-bit Arm. */
  public static readonly ARM64 = new Architecture({
    name: "arm64",
    board: "arm64-usr",
    hetzner: "arm",
    aws: "arm64",
    azure: "Arm64",
    qemu: "aarch64",
    sysext: "arm64",
  });

  /** All architectures. */
  public static all(): Architecture[] {
    return [Architecture.AMD64, Architecture.ARM64];
  }

  /**
   * The architecture a word stands for.
   *
   * @param word the word of any platform: `amd64`, `amd64-usr`, `x86_64`, `x86-64`, `x64`, `x86`, or `arm64`, `arm64-usr`, `aarch64`, `Arm64`, `arm`
   * @throws FlatcarError `architecture-unknown`
   */
  public static of(word: string): Architecture {
    const found = Architecture.all().find((architecture) => architecture.words().includes(word));
    if (found !== undefined) return found;
    const words = Architecture.all().flatMap((architecture) => architecture.words());
    throw new FlatcarError({
      code: "architecture-unknown",
      subject: "architecture",
      received: word,
      allowed: words.join(", "),
      mend: (typeof word === "string" ? didYouMean(word, words) : undefined) ?? "name one of these; Flatcar is published for no other",
    });
  }

  /** Flatcar's own word, `amd64` or `arm64`. */
  public readonly name: string;
  /** The directory on the release server, `amd64-usr` or `arm64-usr`. */
  public readonly board: string;
  /** Hetzner Cloud's word, `x86` or `arm`. */
  public readonly hetzner: string;
  /** Amazon's word, `x86_64` or `arm64`. */
  public readonly aws: string;
  /** Azure's word, `x64` or `Arm64`. */
  public readonly azure: string;
  /** The word of QEMU and libvirt, `x86_64` or `aarch64`. */
  public readonly qemu: string;
  /** The word in the names of system extensions, `x86-64` or `arm64`. */
  public readonly sysext: string;

  private constructor(words: ArchitectureWords) {
    this.name = words.name;
    this.board = words.board;
    this.hetzner = words.hetzner;
    this.aws = words.aws;
    this.azure = words.azure;
    this.qemu = words.qemu;
    this.sysext = words.sysext;
  }

  /** Flatcar's own word. */
  public toString(): string {
    return this.name;
  }

  private words(): string[] {
    return [...new Set([this.name, this.board, this.qemu, this.sysext, this.aws, this.azure, this.hetzner])];
  }
}
