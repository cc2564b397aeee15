// The command line in a process of its own, from source: so that a test can end it by signals.
import { createRequire } from "node:module";
import "../harness/fixtures/typescript.mjs";

const require = createRequire(import.meta.url);
const { runCommand } = require("../../../lib/cli/main.ts");
const { COMMANDS } = require("../../../lib/cli/commands.ts");
const { processIo } = require("../../../lib/cli/io.ts");

void runCommand(process.argv.slice(2), processIo(), COMMANDS).then((code) => (process.exitCode = code));
