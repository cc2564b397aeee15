export { diffIgnition } from "./diff";
export { type DiffFormat, formatIgnitionDiff } from "./format";
export * from "./types";
