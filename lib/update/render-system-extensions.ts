import { FlatcarError } from "../errors";
import { IgnitionConfig, IgnitionFile, IgnitionLink, IgnitionUnit, dataUrl } from "../ignition";
import { SystemExtension, SystemExtensionContext } from "./system-extension";

/**
 * The configuration of a list of extensions: `/etc/flatcar/enabled-sysext.conf` once, with the official ones in the order of the list, and what
 * each of the others needs. An empty list is an empty configuration.
 *
 * @throws FlatcarError `system-extension-twice`, `system-extension-unknown`, `system-extension-too-new`, `system-extension-architecture`,
 * `system-extension-name`, `system-extension-version`, `system-extension-hash`, `system-extension-auto-update`
 */
export function renderSystemExtensions(extensions: readonly SystemExtension[], context: SystemExtensionContext): IgnitionConfig {
  const seen = new Set<string>();
  const names: string[] = [];
  const files = new Map<string, IgnitionFile>();
  const links: IgnitionLink[] = [];
  const units = new Map<string, IgnitionUnit>();
  for (const extension of extensions) {
    const parts = extension._render(context);
    if (seen.has(parts.identity)) {
      throw new FlatcarError({
        code: "system-extension-twice",
        subject: "system extensions",
        received: parts.identity,
        allowed: "each extension once",
        mend: "take one of the two out",
      });
    }
    seen.add(parts.identity);
    if (parts.enabledName !== undefined) names.push(parts.enabledName);
    // What several extensions share, the file noop.conf and the timer, is the same for all of them.
    for (const file of parts.files ?? []) files.set(file.path, file);
    links.push(...(parts.links ?? []));
    for (const unit of parts.units ?? []) units.set(unit.name, joined(units.get(unit.name), unit));
  }
  const enabled: IgnitionFile[] =
    names.length === 0
      ? []
      : [
          {
            path: "/etc/flatcar/enabled-sysext.conf",
            mode: 0o644,
            overwrite: true,
            contents: { source: dataUrl(`${names.join("\n")}\n`) },
          },
        ];
  const allFiles = [...enabled, ...files.values()];
  const storage = { ...(allFiles.length === 0 ? {} : { files: allFiles }), ...(links.length === 0 ? {} : { links }) };
  return {
    ...(Object.keys(storage).length === 0 ? {} : { storage }),
    ...(units.size === 0 ? {} : { systemd: { units: [...units.values()] } }),
  };
}

function joined(before: IgnitionUnit | undefined, unit: IgnitionUnit): IgnitionUnit {
  if (before?.dropins === undefined || unit.dropins === undefined) return unit;
  return { ...before, dropins: [...before.dropins, ...unit.dropins] };
}
