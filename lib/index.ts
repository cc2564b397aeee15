export { FlatcarError, FlatcarErrorProps } from "./errors";
export * from "./pool";
export * from "./release";
export * from "./update";
