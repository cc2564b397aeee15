import { FlatcarError } from "../../lib/errors";

/** The FlatcarError that `fn` throws. Anything else fails the test. */
export function thrown(fn: () => unknown): FlatcarError {
  try {
    fn();
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return e;
    throw e;
  }
  throw new Error("expected a FlatcarError, but nothing was thrown");
}

/** A value as a caller without types passes it. */
export function untyped<T>(value: unknown): T {
  return value as T;
}
