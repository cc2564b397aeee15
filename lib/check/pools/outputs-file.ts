import { FlatcarError } from "../../errors";
import { JsonObject, isRecord } from "../record";

/**
 * Reads what `terraform output -json` prints: the values of a stack's outputs by name, sensitive ones too.
 *
 * @param name what the text is called in errors
 * @throws FlatcarError `outputs-unreadable`
 * @see https://developer.hashicorp.com/terraform/cli/commands/output
 */
export function readOutputs(text: string, name: string): JsonObject {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw unreadable(name, "it is not JSON");
  }
  if (!isRecord(json)) throw unreadable(name, "it is no object");
  if ("format_version" in json || "lineage" in json) throw unreadable(name, "it is a state or a plan: a state is named by --state");
  const outputs = Object.entries(json).map(([output, entry]) => {
    if (!isRecord(entry) || !("value" in entry)) throw unreadable(name, `it has no value for ${JSON.stringify(output)}`);
    return [output, entry.value] as const;
  });
  return Object.fromEntries(outputs);
}

function unreadable(name: string, why: string): FlatcarError {
  return new FlatcarError({
    code: "outputs-unreadable",
    subject: "the outputs of a stack",
    received: name,
    allowed: "what `terraform output -json` prints",
    mend: `run that in the folder of the stack (${why})`,
  });
}
