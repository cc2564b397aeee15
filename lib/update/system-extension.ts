import { FlatcarError, didYouMean } from "../errors";
import type { IgnitionFile, IgnitionLink, IgnitionUnit } from "../ignition";
import { BakeryExtension, BakeryExtensionOptions } from "./bakery-extension";
import { OFFICIAL_NAMES, officialExtension } from "./official-extensions";

/** What an extension is rendered for. */
export interface SystemExtensionContext {
  /** The first number of the node's Flatcar version, for example 4593. */
  readonly major: number;
  /** The architecture as extensions spell it: `x86-64` or `arm64`. */
  readonly sysextArchitecture: string;
}

/**
 * What one extension adds to a machine.
 *
 * @internal
 */
export interface SystemExtensionParts {
  /** What no other extension may be, so that two of the same are found. */
  readonly identity: string;
  /** The line of `/etc/flatcar/enabled-sysext.conf`. */
  readonly enabledName?: string;
  readonly files?: readonly IgnitionFile[];
  readonly links?: readonly IgnitionLink[];
  readonly units?: readonly IgnitionUnit[];
}

/**
 * A system extension: an image that is laid over `/usr` at boot, or one of the image's own that is left out.
 *
 * @see https://www.flatcar.org/docs/latest/provisioning/sysext/
 */
export abstract class SystemExtension {
  /**
   * One of Flatcar's own extensions, downloaded at the first boot and updated together with the system.
   *
   * From the release it came with: `podman` 3941, `python` 4012, `zfs` 3913, `incus` 4285, `nvidia-drivers-<branch>` and
   * `nvidia-drivers-<branch>-open` 4344 (x86-64 only), `overlaybd` 4426. The first boot needs to reach Flatcar's release server.
   *
   * Errors where it is used: `system-extension-unknown`, `system-extension-too-new`, `system-extension-architecture`.
   */
  public static official(name: string): SystemExtension {
    return new OfficialExtension(name);
  }

  /**
   * An extension of the Flatcar bakery, at an exact version.
   *
   * Errors where it is used: `system-extension-name`, `system-extension-version`, `system-extension-hash`, `system-extension-auto-update`.
   *
   * @see https://extensions.flatcar.org/
   */
  public static bakery(options: BakeryExtensionOptions): SystemExtension {
    return new FromBakery(options);
  }

  /**
   * Leaves the image's Docker out.
   *
   * Error where it is used: `system-extension-too-new` for releases before 3794, where Docker is no extension.
   */
  public static withoutDocker(): SystemExtension {
    return new Without("docker");
  }

  /**
   * Leaves the image's containerd out. Docker needs a containerd, so leave it out too or bring another one.
   *
   * Error where it is used: `system-extension-too-new` for releases before 3794, where containerd is no extension.
   */
  public static withoutContainerd(): SystemExtension {
    return new Without("containerd");
  }

  /** The extension's name; `without docker` for one that is left out. */
  public readonly name: string;

  /** @internal */
  protected constructor(name: string) {
    this.name = name;
  }

  /** @internal */
  public abstract _render(context: SystemExtensionContext): SystemExtensionParts;
}

class OfficialExtension extends SystemExtension {
  public constructor(name: string) {
    super(name);
  }

  public _render(context: SystemExtensionContext): SystemExtensionParts {
    const known = officialExtension(this.name);
    if (known === undefined) {
      throw new FlatcarError({
        code: "system-extension-unknown",
        subject: "name of an official system extension",
        received: this.name,
        allowed: OFFICIAL_NAMES.join(", "),
        mend: didYouMean(this.name, OFFICIAL_NAMES) ?? "choose one of them; for the bakery's use SystemExtension.bakery()",
      });
    }
    checkMajor(this.name, known.firstMajor, context);
    if (known.architecture !== undefined && known.architecture !== context.sysextArchitecture) {
      throw new FlatcarError({
        code: "system-extension-architecture",
        subject: `system extension ${this.name}`,
        received: context.sysextArchitecture,
        allowed: known.architecture,
        mend: "leave the extension out on machines of this architecture",
      });
    }
    return { identity: `official ${this.name}`, enabledName: this.name };
  }
}

class FromBakery extends SystemExtension {
  private readonly extension: BakeryExtension;

  public constructor(options: BakeryExtensionOptions) {
    super(options.name);
    this.extension = new BakeryExtension(options);
  }

  public _render(context: SystemExtensionContext): SystemExtensionParts {
    return this.extension.render(context.sysextArchitecture);
  }
}

/** Docker and containerd came as extensions with this release. */
const DOCKER_FIRST_MAJOR = 3794;

class Without extends SystemExtension {
  public constructor(private readonly extension: string) {
    super(`without ${extension}`);
  }

  public _render(context: SystemExtensionContext): SystemExtensionParts {
    checkMajor(this.name, DOCKER_FIRST_MAJOR, context);
    // A line "-docker" in enabled-sysext.conf has no effect: https://github.com/flatcar/Flatcar/issues/1481
    const link = { path: `/etc/extensions/${this.extension}-flatcar.raw`, target: "/dev/null", hard: false, overwrite: true };
    return { identity: this.name, links: [link] };
  }
}

function checkMajor(name: string, firstMajor: number, context: SystemExtensionContext): void {
  if (context.major >= firstMajor) return;
  throw new FlatcarError({
    code: "system-extension-too-new",
    subject: `system extension ${name}`,
    received: context.major,
    allowed: `Flatcar ${firstMajor} or newer`,
    mend: "choose a newer release, or leave the extension out",
  });
}
