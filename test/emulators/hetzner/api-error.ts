/**
 * An answer of the API that is an error.
 *
 * Codes and statuses are those of the API's own documents (https://docs.hetzner.cloud/reference/cloud#tag/errors and the "Operation specific
 * errors" of each call); messages follow what users report from the real service, because the provider looks at some of them.
 */
export class ApiError extends Error {
  constructor(
    public readonly status: number,
    public readonly code: string,
    message: string,
    public readonly details: object | null = null,
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** With `details` in any case: the provider panics on an `invalid_input` that has none. */
  public toJson(): object {
    return { error: { code: this.code, message: this.message, details: this.details } };
  }
}

/** 422 `invalid_input` for one field, with the reasons in `details` as the API gives them. */
export function invalidInput(field: string, ...messages: string[]): ApiError {
  return new ApiError(422, "invalid_input", `invalid input in field '${field}'`, { fields: [{ name: field, messages }] });
}

/** 422 `invalid_input` for a combination of fields, which the API answers with a message alone. */
export function invalidCombination(message: string): ApiError {
  return new ApiError(422, "invalid_input", message);
}

export function notFound(kind: string, id: number | string): ApiError {
  return new ApiError(404, "not_found", `${kind} with ID '${id}' not found`);
}

export function uniqueness(message: string, field: string): ApiError {
  return new ApiError(409, "uniqueness_error", message, { fields: [{ name: field }] });
}

export function protectedResource(kind: string): ApiError {
  return new ApiError(423, "protected", `${kind} deletion is protected`);
}

export function locked(kind: string): ApiError {
  return new ApiError(423, "locked", `${kind} is locked`);
}

export function limitExceeded(message: string, limit: string): ApiError {
  return new ApiError(403, "resource_limit_exceeded", message, { limits: [{ name: limit }] });
}

/** A refusal with a code of one call only; all of these are 422 unless the documents say otherwise. */
export function refused(code: string, message: string, status = 422): ApiError {
  return new ApiError(status, code, message);
}
