export { findMachine, type FoundMachine, machinesOf } from "./synth/machines";
export { type ReadConfig, readMachineConfig } from "./synth/machine-config";
export type { ConfigEntry, NodeEntry, PoolEntry, ReleaseEntry, WriterEntry } from "./synth/manifest";
export { readStack, type SynthesisedStack } from "./synth/stack";
export { type Writer, type Writers, writersOf } from "./synth/writers";
