import { FlatcarError } from "../errors";
import { IgnitionFile, IgnitionLink, IgnitionUnit, dataUrl } from "../ignition";

/** How far an extension updates itself on the machine. */
export enum BakeryAutoUpdate {
  /** It stays at its version until the machine is replaced. */
  OFF = "off",
  /** To newer versions that begin with the same two numbers: from v1.32.2 to v1.32.9, never to v1.33.0. */
  PATCH_LEVEL = "patch-level",
  /** To the newest version there is. Not for `kubernetes`, `k3s` and `rke2`, which must not jump over a minor version unattended. */
  NEWEST = "newest",
}

/** An extension of the bakery. */
export interface BakeryExtensionOptions {
  /** The extension's name, for example `kubernetes`. */
  readonly name: string;
  /** The exact version as the bakery spells it, for example `v1.32.2` (kubernetes), `v1.32.2+k3s1` (k3s) or `2.34.0` (docker-compose). */
  readonly version: string;
  /**
   * SHA-256 of the image as 64 hexadecimal digits, by architecture (`x86-64`, `arm64`), from the `SHA256SUMS` of the bakery's release. With it
   * Ignition refuses another file; it does not cover what the extension later updates itself to.
   *
   * @default - the image is taken as it comes
   */
  readonly sha256?: { readonly [architecture: string]: string };
  /**
   * Whether `systemd-sysupdate` stages newer versions. One that is staged becomes active at the next reboot; `/run/reboot-required` is written,
   * which kured acts on.
   *
   * @default BakeryAutoUpdate.OFF
   */
  readonly autoUpdate?: BakeryAutoUpdate;
}

const SERVER = "https://extensions.flatcar.org/extensions";
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const VERSION = /^v?\d[A-Za-z0-9.+~_-]*$/;
const FIRST_TWO_NUMBERS = /^(v?\d+\.\d+)\.\d/;
const SHA256 = /^[0-9a-f]{64}$/;
const NO_JUMPS = ["kubernetes", "k3s", "rke2"];

/** Renders an extension of the bakery in the layout that the bakery documents: https://extensions.flatcar.org/ */
export class BakeryExtension {
  public constructor(private readonly options: BakeryExtensionOptions) {}

  public render(architecture: string): { identity: string; files: IgnitionFile[]; links: IgnitionLink[]; units: IgnitionUnit[] } {
    const { name, version } = this.options;
    this.check();
    const image = `${name}-${version}-${architecture}.raw`;
    const stored = `/opt/extensions/${name}/${image}`;
    const hash = this.hash(architecture);
    const contents = { source: `${SERVER}/${image}`, ...(hash === undefined ? {} : { verification: { hash } }) };
    const pattern = this.matchPattern();
    return {
      identity: `bakery ${name}`,
      files: [{ path: stored, mode: 0o644, contents }, ...(pattern === undefined ? [] : [this.transferFile(pattern), noopTransferFile()])],
      // systemd-sysext takes the extension's name from the link, and compares it with the name inside the image, which has no version.
      links: [{ path: `/etc/extensions/${name}.raw`, target: stored, hard: false }],
      units: pattern === undefined ? [] : [{ name: "systemd-sysupdate.timer", enabled: true }, this.updateService()],
    };
  }

  private check(): void {
    const { name, version, autoUpdate } = this.options;
    if (!NAME.test(name)) {
      throw new FlatcarError({
        code: "system-extension-name",
        subject: "name of a bakery extension",
        received: name,
        allowed: "lower-case letters, digits and single hyphens, without version or architecture",
        mend: "take the name from https://extensions.flatcar.org/",
      });
    }
    if (!VERSION.test(version) || /-(?:x86-64|arm64)$/.test(version)) {
      throw new FlatcarError({
        code: "system-extension-version",
        subject: `version of the bakery extension ${name}`,
        received: version,
        allowed: "one exact version such as v1.32.2 or 2.34.0, without architecture",
        mend: `take one from https://github.com/flatcar/sysext-bakery/releases/tag/${name}`,
      });
    }
    const jump = autoUpdate === BakeryAutoUpdate.NEWEST && NO_JUMPS.includes(name);
    if (!jump && (autoUpdate !== BakeryAutoUpdate.PATCH_LEVEL || FIRST_TWO_NUMBERS.test(version))) return;
    throw new FlatcarError({
      code: "system-extension-auto-update",
      subject: `autoUpdate of the bakery extension ${name}`,
      received: `${autoUpdate} for ${version}`,
      allowed: jump
        ? "updates within one minor version: unattended updates across them are not supported upstream"
        : "a version of at least three numbers",
      mend: jump ? "use BakeryAutoUpdate.PATCH_LEVEL" : "use BakeryAutoUpdate.NEWEST or OFF",
    });
  }

  private hash(architecture: string): string | undefined {
    const { name, sha256 } = this.options;
    if (sha256 === undefined) return undefined;
    const digits = Object.hasOwn(sha256, architecture) ? sha256[architecture].toLowerCase() : undefined;
    if (digits !== undefined && SHA256.test(digits)) return `sha256-${digits}`;
    throw new FlatcarError({
      code: "system-extension-hash",
      subject: `sha256 of the bakery extension ${name} for ${architecture}`,
      received: digits,
      allowed: "64 hexadecimal digits for each architecture the extension is used on",
      mend: `take them from SHA256SUMS of https://github.com/flatcar/sysext-bakery/releases/tag/${name}-${this.options.version}`,
    });
  }

  private matchPattern(): string | undefined {
    const { name, version, autoUpdate } = this.options;
    if (autoUpdate === BakeryAutoUpdate.NEWEST) return `${name}-@v-%a.raw`;
    if (autoUpdate === BakeryAutoUpdate.PATCH_LEVEL) return `${name}-${FIRST_TWO_NUMBERS.exec(version)?.[1]}.@v-%a.raw`;
    return undefined;
  }

  private transferFile(pattern: string): IgnitionFile {
    const { name } = this.options;
    return textFile(`/etc/sysupdate.${name}.d/${name}.conf`, [
      "[Transfer]",
      "Verify=false",
      "",
      "[Source]",
      "Type=url-file",
      `Path=${SERVER}/${name}/`,
      `MatchPattern=${pattern}`,
      "",
      "[Target]",
      "InstancesMax=3",
      "Type=regular-file",
      `Path=/opt/extensions/${name}`,
      `CurrentSymlink=/etc/extensions/${name}.raw`,
    ]);
  }

  private updateService(): IgnitionUnit {
    const { name } = this.options;
    const note = (file: string) => `/usr/bin/sh -c "readlink --canonicalize /etc/extensions/${name}.raw > ${file}"`;
    const before = `/tmp/${name}`;
    const after = `/tmp/${name}-new`;
    const lines = [
      "[Service]",
      `ExecStartPre=${note(before)}`,
      `ExecStartPre=/usr/lib/systemd/systemd-sysupdate -C ${name} update`,
      `ExecStartPost=${note(after)}`,
      `ExecStartPost=/usr/bin/sh -c "if ! cmp --silent ${before} ${after}; then touch /run/reboot-required; fi"`,
    ];
    return { name: "systemd-sysupdate.service", dropins: [{ name: `${name}.conf`, contents: `${lines.join("\n")}\n` }] };
  }
}

// The service itself updates "all without a name", and fails where there is nothing of the kind.
function noopTransferFile(): IgnitionFile {
  return textFile("/etc/sysupdate.d/noop.conf", [
    "[Source]",
    "Type=regular-file",
    "Path=/",
    "MatchPattern=invalid@v.raw",
    "",
    "[Target]",
    "Type=regular-file",
    "Path=/",
  ]);
}

function textFile(path: string, lines: readonly string[]): IgnitionFile {
  return { path, mode: 0o644, contents: { source: dataUrl(`${lines.join("\n")}\n`) } };
}
