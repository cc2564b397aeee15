export { ApiError } from "./api-error";
export { type Ami, type Attributes, type EventName, type Machine, type Resource, type ResourceEvent } from "./model";
export { AwsStandIn, type AwsStandInOptions, type NewAmi, type RecordedRequest } from "./stand-in";
