import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

// Which parts of lib a part may import from. Data flows one way: see the picture in docs/architecture.md.
const MAY_IMPORT = {
  "errors.ts": [],
  "json.ts": [],
  "table.ts": [],
  "index.ts": ["release", "update", "pool"],
  release: [],
  ignition: [],
  butane: ["ignition"],
  update: ["ignition"],
  pool: ["release", "ignition", "butane", "update"],
  upload: ["release"],
  forge: ["release"],
  // Of a platform only its numbers and names, which know nothing of Terraform CDK.
  check: [
    "release",
    "ignition",
    "butane",
    "update",
    "table.ts",
    ...["aws", "bare-metal", "hetzner", "libvirt"].map((name) => `${name}/limits.ts`),
    "aws/instance-series.ts",
    "hetzner/server-series.ts",
  ],
  cli: ["release", "ignition", "butane", "update", "upload", "forge", "check", "table.ts"],
  aws: ["release", "ignition", "update", "pool"],
  hetzner: ["release", "ignition", "update", "pool", "imports/hcloud"],
  libvirt: ["release", "ignition", "update", "pool", "imports/libvirt"],
  "bare-metal": ["release", "ignition", "update", "pool", "imports/matchbox"],
};

const zones = Object.entries(MAY_IMPORT).map(([part, allowed]) => ({
  target: `./lib/${part}`,
  from: "./lib",
  except: [...new Set([part, "errors.ts", "json.ts", ...allowed])].map((name) => `./${name}`),
  message: `lib/${part} may import from ${allowed.length === 0 ? "no other folder" : allowed.join(", ")} only.`,
}));
// What is published knows nothing of what is not.
const UNPUBLISHED = ["bench", "environments", "scripts", "stacks", "test", "main.ts"];
zones.push(...UNPUBLISHED.map((from) => ({ target: "./lib", from: `./${from}`, message: `lib may not import from ${from}.` })));

const PROVIDER_ROOT = {
  regex: "^@cdkt[fn]/provider-(?!(?:generator|schema)(?:/|$))(?![^/]+/lib/[^/]+/index\\.js$)",
  message: "The root of a provider package costs seconds and hundreds of megabytes: import .../lib/<resource>/index.js.",
};
const ZLIB = { regex: "^(node:)?zlib$", message: "Its bytes differ between platforms and versions of Node.js; fflate's do not." };
const TERRAFORM = {
  regex: "^(cdktf|cdktn|constructs)(/.*)?$",
  message: "This folder knows nothing of Terraform: tokens and constructs are lib/pool's.",
};

const restricted = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

export default tseslint.config(
  { ignores: ["dist/", "cdktf.out/", "node_modules/", "lib/imports/", "test/consumer/app/", "**/*.mjs", "**/*.mts"] },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts"],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { "import-x/resolver-next": [createTypeScriptImportResolver({ project: "./tsconfig.json" })] },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/return-await": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "off",
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "import-x/no-restricted-paths": ["error", { basePath: import.meta.dirname, zones }],
      "import-x/no-cycle": ["error", { ignoreExternal: true }],
      ...restricted(PROVIDER_ROOT),
    },
  },
  {
    files: ["lib/**/*.ts"],
    rules: {
      ...restricted(PROVIDER_ROOT, ZLIB),
      // The rules about imports see static ones alone.
      "no-restricted-syntax": ["error", { selector: "ImportExpression", message: "lib is loaded at once: write a static import." }],
    },
  },
  {
    // Large libraries that few commands need: loaded by the first call that needs them, so that synth and the other commands start as fast as without.
    files: ["lib/release/transport/http.ts", "lib/release/openpgp/library.ts", "lib/release/transport/request.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["lib/{release,ignition,butane,update,upload,forge,check}/**/*.ts", "lib/{errors,json,table}.ts"],
    rules: restricted(PROVIDER_ROOT, ZLIB, TERRAFORM),
  },
);
