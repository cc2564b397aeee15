import { AMI, REGION } from "../lock-format";
import { documentError } from "./document-error";
import { isObject } from "./text";

/** The list of a release's AMIs beside its images. */
export const AMI_LIST = "flatcar_production_ami_all.json";

/**
 * Reads `flatcar_production_ami_all.json`.
 *
 * @param file the place errors name
 * @returns AWS region to AMI id, in the file's order
 * @throws FlatcarError `feed-document`
 * @see https://github.com/flatcar/mantle/blob/main/cmd/plume/prerelease.go
 */
export function parseAmiList(document: unknown, file: string): ReadonlyMap<string, string> {
  const fault = (place: string, received: unknown, allowed: string) => documentError({ file, place, received, allowed });
  const list = isObject(document) ? document.amis : undefined;
  if (!Array.isArray(list)) throw fault("$.amis", list, 'a list of objects such as {"name": "eu-central-1", "hvm": "ami-…"}');
  const amis = new Map<string, string>();
  list.forEach((entry: unknown, i) => {
    const { name, hvm } = isObject(entry) ? entry : {};
    if (typeof name !== "string" || !REGION.test(name)) throw fault(`$.amis[${i}].name`, name, 'an AWS region such as "eu-central-1"');
    if (typeof hvm !== "string" || !AMI.test(hvm)) throw fault(`$.amis[${i}].hvm`, hvm, '"ami-" and 8 or 17 hexadecimal digits');
    if (amis.has(name)) throw fault(`$.amis[${i}].name`, name, "each region once");
    amis.set(name, hvm);
  });
  return amis;
}
