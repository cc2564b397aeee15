export { configIn, fileIn, textIn, unitIn, unwrapped } from "./ignition";
export { addresses, resourceAt, scratchStack, synthesise, synthesiseApp, synthesiseTo } from "./synth";
export type { BlockJson, StackJson, SynthOptions } from "./synth";
export { readTemplate } from "./template";
export { thrown, untyped } from "./thrown";
