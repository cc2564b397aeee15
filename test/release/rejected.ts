import { FlatcarError } from "../../lib/errors";

/** The FlatcarError that a promise is rejected with; a test that calls it fails where it is not. */
export async function rejected(promise: Promise<unknown>): Promise<FlatcarError> {
  try {
    await promise;
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return e;
    throw e;
  }
  throw new Error("expected a FlatcarError, but nothing was thrown");
}
