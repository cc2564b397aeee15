export { BakeryAutoUpdate, BakeryExtensionOptions } from "./bakery-extension";
export { UpdateContradictionProps, updateContradictions } from "./contradictions";
export {
  DailyRebootWindowOptions,
  IRebootWindow,
  RebootWindow,
  RebootWindowSettings,
  StaggerOptions,
  WeeklyRebootWindowOptions,
} from "./reboot-window";
export { RebootSlotNode, rebootSlotOf } from "./reboot-slot";
export { renderSystemExtensions } from "./render-system-extensions";
export { UpdateSettings, renderUpdate } from "./settings";
export { SystemExtension, SystemExtensionContext } from "./system-extension";
export { UPDATE_CONF_PATH, effectiveUpdateConf, mergeUpdateConf, parseUpdateConf, printUpdateConf } from "./update-conf";
export { NebraskaUpdateServerOptions, PublicUpdateServerOptions, UpdateServer } from "./update-server";
export { EtcdLockStrategyOptions, RebootStrategyOptions, UpdateStrategy } from "./update-strategy";
export { Weekday } from "./weekday";
