import { Annotations } from "cdktf";
import { IConstruct } from "constructs";
import { FlatcarError, FlatcarErrorProps } from "../errors";

/** Warns of what is risky but legal, in the words of an error. cdktf shows it when it synthesises, with the construct's path. */
export function addWarning(scope: IConstruct, warning: Omit<FlatcarErrorProps, "path">): void {
  Annotations.of(scope).addWarning(new FlatcarError(warning).message);
}
