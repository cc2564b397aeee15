import { Architecture } from "../../../release";
import { blocks } from "../../model/group-fate";
import { JsonObject, isRecord } from "../../record";
import { Reference, addressOf, referencesIn, referred } from "../../synth/referred";
import type { SynthesisedStack } from "../../synth/stack";
import { terraformText } from "../../synth/terraform-text";
import { ArchitectureClaim, architectureNamed, architectureOfWord, claims } from "./claim";

/** Images that are made from others. */
const DEEPEST = 4;

/** What an attribute that names an image claims, by what the stack says of that image: a data source that looks it up, or a resource that makes it. */
export function imageClaims(stack: SynthesisedStack, value: unknown): ArchitectureClaim[] {
  const images = new Map(referencesIn(stack, value).map((reference) => [addressOf(reference), reference]));
  const [[address, reference] = [], ...others] = images;
  // Of two, as behind a condition, nobody knows which it is.
  return address === undefined || reference === undefined || others.length > 0 ? [] : claims(address, architectureOf(stack, reference, 0));
}

function architectureOf(stack: SynthesisedStack, reference: Reference, depth: number): Architecture | undefined {
  const image = referred(stack, reference);
  if (image === undefined || depth > DEEPEST) return undefined;
  const { mode, type } = reference;
  const key = `${mode === "data" ? "data." : ""}${type}`;
  return (Object.hasOwn(IMAGES, key) ? IMAGES[key] : byAttributes)(image, stack, depth);
}

type ReadImage = (image: JsonObject, stack: SynthesisedStack, depth: number) => Architecture | undefined;

const IMAGES: { readonly [type: string]: ReadImage } = {
  // What is found by a name or labels is of x86, unless something else is asked for; what an id leads to may be either:
  // https://registry.terraform.io/providers/hetznercloud/hcloud/latest/docs/data-sources/image
  "data.hcloud_image": ({ id, with_architecture: asked }, { locals }) => {
    if (id !== undefined && id !== null) return undefined;
    return typeof asked === "string" ? architectureOfWord(terraformText(asked, locals)) : Architecture.AMD64;
  },
  "data.aws_ami": (ami, stack) =>
    filtered(ami, "architecture", stack, architectureOfWord) ?? filtered(ami, "name", stack, architectureNamed),
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ami#architecture
  aws_ami: ({ architecture = "x86_64" }, { locals }) =>
    typeof architecture === "string" ? architectureOfWord(terraformText(architecture, locals)) : undefined,
  aws_ami_copy: ({ source_ami_id: source }, stack, depth) => followed(source, stack, depth),
  "data.aws_ssm_parameter": ({ name }, { locals }) =>
    typeof name === "string" ? architectureNamed(terraformText(name, locals)) : undefined,
  libvirt_volume: (volume, stack, depth) =>
    byAttributes(volume, stack) ?? followed([volume.base_volume_id, volume.backing_store], stack, depth),
};

function followed(value: unknown, stack: SynthesisedStack, depth: number): Architecture | undefined {
  const [reference] = referencesIn(stack, value);
  return reference === undefined ? undefined : architectureOf(stack, reference, depth + 1);
}

/** The architecture that every value of a filter tells. */
function filtered(
  { filter }: JsonObject,
  name: string,
  { locals }: SynthesisedStack,
  read: (value: string) => Architecture | undefined,
): Architecture | undefined {
  const found = blocks(filter).find((each) => each.name === name);
  const values: readonly unknown[] = Array.isArray(found?.values) ? found.values : [];
  return common(values.map((value) => (typeof value === "string" ? read(terraformText(value, locals)) : undefined)));
}

/** What other resources and data sources say, such as those that upload an image: in words for it, or by where the image comes from. */
function byAttributes(image: JsonObject, { locals }: SynthesisedStack): Architecture | undefined {
  const { architecture, with_architecture: asked } = image;
  for (const word of [architecture, asked]) if (typeof word === "string") return architectureOfWord(terraformText(word, locals));
  return common(
    SOURCES.flatMap((attribute) => textsOf(image[attribute])).flatMap((text) => {
      const found = architectureNamed(terraformText(text, locals));
      return found === undefined ? [] : [found];
    }),
  );
}

/** Attributes that say where the bytes of an image or a volume come from. */
const SOURCES: readonly string[] = ["source", "url", "image_url", "image_path", "create"];

function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return isRecord(value) || Array.isArray(value) ? Object.values(value).flatMap(textsOf) : [];
}

/** The one architecture of several that are known; undefined where there are none, or not of one. */
function common(all: readonly (Architecture | undefined)[]): Architecture | undefined {
  const [first] = all;
  return first !== undefined && all.every((each) => each?.name === first.name) ? first : undefined;
}
