// Generates cdktf's bindings from the schema of the stand-in for hashicorp/aws, to be held against those it was recovered from.
// Usage: node test/tools/generate-aws-bindings.mjs OUT-DIR
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Importing @cdktf/commons shells out to terraform and asks for news; neither has a place here.
process.env.CHECKPOINT_DISABLE = "1";
process.env.TF_CLI_CONFIG_FILE = "/dev/null";

const require = createRequire(import.meta.url);
const { CodeMaker } = require("codemaker");
const { ConstructsMakerProviderTarget, TerraformProviderConstraint, Language } = require("@cdktf/commons");
const { TerraformProviderGenerator } = require("@cdktf/provider-generator/lib/get/generator/provider-generator");

const schema = JSON.parse(readFileSync(new URL("provider-aws-stand-in/schemas/aws.json", import.meta.url), "utf8"));
schema.provider_versions = { "registry.terraform.io/hashicorp/aws": "6.25.0" };
const generator = new TerraformProviderGenerator(new CodeMaker(), schema);
generator.generate(ConstructsMakerProviderTarget.from(new TerraformProviderConstraint("hashicorp/aws@~> 6.0"), Language.TYPESCRIPT));
await generator.save(process.argv[2]);
