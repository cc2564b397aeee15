// The app that `cdktf deploy` runs: the stack of stack.ts, as settings.json in the project has it.
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { require } from "../../../integration/harness/fixtures/typescript.mjs";

const { App } = require("cdktf");
const { BootStack, STACK } = require(path.join(path.dirname(fileURLToPath(import.meta.url)), "stack.ts"));

const app = new App();
new BootStack(app, STACK, JSON.parse(readFileSync("settings.json", "utf8")));
app.synth();
