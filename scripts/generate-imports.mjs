// Generates the typed bindings under lib/imports from the pruned schemas beside them, offline.
// Usage: node scripts/generate-imports.mjs [OUT-DIR]   (default: lib/imports)
import { createRequire } from "node:module";
import { cpSync, mkdtempSync, readFileSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

// Importing @cdktf/commons shells out to terraform and asks for news; neither has a place in a build.
process.env.CHECKPOINT_DISABLE = "1";
process.env.TF_CLI_CONFIG_FILE = process.platform === "win32" ? "NUL" : "/dev/null";

const require = createRequire(import.meta.url);
const { CodeMaker } = require("codemaker");
const { ConstructsMakerProviderTarget, TerraformProviderConstraint, Language } = require("@cdktf/commons");
const { TerraformProviderGenerator } = require("@cdktf/provider-generator/lib/get/generator/provider-generator");

const imports = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "lib", "imports");
const target = path.resolve(process.argv[2] ?? imports);

const PROVIDERS = [
  { name: "hcloud", constraint: "hetznercloud/hcloud@~> 1.68" },
  { name: "libvirt", constraint: "dmacvicar/libvirt@~> 0.8.3" },
  { name: "matchbox", constraint: "poseidon/matchbox@~> 0.5.4" },
];

for (const { name, constraint } of PROVIDERS) {
  const schema = JSON.parse(readFileSync(path.join(imports, "schemas", `${name}.json`), "utf8"));
  const code = new CodeMaker();
  const generator = new TerraformProviderGenerator(code, schema);
  generator.generate(ConstructsMakerProviderTarget.from(new TerraformProviderConstraint(constraint), Language.TYPESCRIPT));
  const scratch = mkdtempSync(path.join(tmpdir(), "flatcar-imports-"));
  try {
    await generator.save(scratch);
    const out = path.join(target, name);
    if (existsSync(out)) rmSync(out, { recursive: true });
    // The READMEs and the two indexes over a whole provider have no use here: every import names its resource.
    const wanted = (file) => !/(README\.md|[\\/]lazy-index\.ts)$/.test(file) && file !== path.join(scratch, "providers", name, "index.ts");
    cpSync(path.join(scratch, "providers", name), out, { recursive: true, filter: wanted });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
