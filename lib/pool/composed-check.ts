import { IgnitionConfig, IgnitionSpecVersion, assertIgnition } from "../ignition";

// What stands for contents that are known to be good: a file has some, and a unit can be enabled.
const SOME_CONTENTS = { source: "data:," };
const SOME_UNIT = "[Install]\n";

/**
 * Checks the composed configs of a pool. What its nodes share is the same object in the config of each, and its contents, whose reading is most
 * of the work, are looked at once.
 */
export class ComposedCheck {
  private readonly good = new Map<string, WeakSet<object>>();

  /**
   * @param name what the config is called in an error
   * @throws FlatcarError as `assertIgnition`
   */
  public assert(config: IgnitionConfig, spec: IgnitionSpecVersion, name: string): void {
    let good = this.good.get(spec.toString());
    if (good === undefined) this.good.set(spec.toString(), (good = new WeakSet()));
    try {
      assertIgnition(withoutGoodContents(config, good));
    } catch {
      // The error is to be that of the config as it is.
      assertIgnition(config, name);
    }
    for (const file of config.storage?.files ?? []) good.add(file);
    for (const unit of config.systemd?.units ?? []) good.add(unit);
  }
}

function withoutGoodContents(config: IgnitionConfig, good: WeakSet<object>): IgnitionConfig {
  const { storage, systemd } = config;
  const files = storage?.files?.map((file) => {
    if (!good.has(file) || file.contents === undefined) return file;
    const { contents: _contents, append: _append, ...node } = file;
    return { ...node, contents: SOME_CONTENTS };
  });
  const units = systemd?.units?.map((unit) =>
    good.has(unit) && unit.dropins === undefined && (unit.contents ?? "") !== "" ? { ...unit, contents: SOME_UNIT } : unit,
  );
  return {
    ...config,
    ...(files === undefined ? {} : { storage: { ...storage, files } }),
    ...(units === undefined ? {} : { systemd: { ...systemd, units } }),
  };
}
