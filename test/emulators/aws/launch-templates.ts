import { refused } from "./api-error";
import { type Attributes, type Resource, text } from "./model";
import { decodeUserData } from "./launching";
import type { AwsState } from "./state";

/** What is of the template, not of a version: a change of these alone makes no new version. */
const NOT_IN_A_VERSION = new Set(
  "arn id name name_prefix region tags tags_all default_version latest_version update_default_version".split(" "),
);

/** EC2 looks at a template's data no closer than this before something is launched from it. */
export function checkTemplate(attributes: Attributes): void {
  const userData = text(attributes, "user_data");
  if (userData !== undefined) decodeUserData(userData);
  const image = text(attributes, "image_id");
  if (image !== undefined && !/^ami-([0-9a-f]{8}|[0-9a-f]{17})$|^resolve:ssm:/.test(image)) {
    throw refused(
      "InvalidAMIID.Malformed",
      `The image id '${image}' is not valid. The expected format is ami-xxxxxxxx or ami-xxxxxxxxxxxxxxxxx.`,
    );
  }
}

/** The first version. */
export function createTemplate(state: AwsState, { id, attributes }: Resource): void {
  state.templateVersions.set(id, [structuredClone(attributes)]);
}

/** A new version where a version's data changed; the default follows where it is to. */
export function updateTemplate(state: AwsState, { id, attributes }: Resource, changed: readonly string[]): void {
  const versions = state.templateVersions.get(id) ?? [];
  if (changed.some((name) => !NOT_IN_A_VERSION.has(name))) versions.push(structuredClone(attributes));
  attributes.latest_version = versions.length;
  if (attributes.update_default_version === true) attributes.default_version = versions.length;
  const { default_version: asked } = attributes;
  if (typeof asked === "number" && versions[asked - 1] === undefined) throw noVersion(String(asked));
}

/** The template and the number of the version that an attribute means: `3`, `$Latest`, `$Default` or nothing, which is the default too. */
export function resolveVersion(state: AwsState, reference: string, version: string): { readonly id: string; readonly version: number } {
  const template = state.find("aws_launch_template", reference);
  if (template === undefined) {
    const kind = reference.startsWith("lt-") ? "ID" : "name";
    throw launchError(`The specified launch template, with template ${kind} ${reference}, does not exist.`);
  }
  const { latest_version: latest, default_version: standard } = template.attributes;
  const found = version === "$Latest" ? latest : version === "" || version === "$Default" ? standard : Number(version);
  if (state.templateVersions.get(template.id)?.[Number(found) - 1] === undefined) throw launchError(noVersion(version).message);
  return { id: template.id, version: Number(found) };
}

function noVersion(version: string): Error {
  return refused("InvalidLaunchTemplateId.VersionNotFound", `Could not find the specified version ${version} for the launch template.`);
}

/** How Auto Scaling passes on what EC2 says of a template. */
export function launchError(message: string): Error {
  return refused("ValidationError", `You must use a valid fully-formed launch template. ${message}`);
}
