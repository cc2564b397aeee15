/**
 * What the stand-in refuses. Codes and messages are those of EC2, IAM, Auto Scaling and Elastic Load Balancing
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, and what users report of the others).
 */
export class ApiError extends Error {
  constructor(
    public readonly status: number,
    /** Empty for what the provider itself has to say, not the service. */
    public readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "ApiError";
  }

  public toJson(): object {
    return { code: this.code, message: this.message };
  }
}

/** 400, as most refusals are. */
export function refused(code: string, message: string): ApiError {
  return new ApiError(400, code, message);
}

/** What the provider says about the answer of the service. */
export function complaint(message: string): ApiError {
  return new ApiError(400, "", message);
}
