import { FlatcarError } from "../../lib/errors";

/** The FlatcarError that `fn` throws. Anything else fails the test. */
export function thrown(fn: () => unknown): FlatcarError {
  try {
    fn();
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return e;
    throw e;
  }
  throw new Error("nothing was thrown");
}

/** A placeholder as cdktf writes it for a value that is known only at apply. */
export const TOKEN = "${TfToken[TOKEN.7]}";
