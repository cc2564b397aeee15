// The built command line, loaded and waiting: prints "ready", runs the arguments that come as one line of JSON, and ends as the program does.
// What a killed run spends before its work begins is not worth killing, and costs most of the time.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { runCommand } = require("../../../dist/lib/cli/main.js");
const { COMMANDS } = require("../../../dist/lib/cli/commands.js");
const { processIo } = require("../../../dist/lib/cli/io.js");
for (const library of ["openpgp", "undici"]) require(library);

process.stdin.setEncoding("utf8").once("data", (line) => {
  process.stdin.destroy();
  void runCommand(JSON.parse(line), processIo(), COMMANDS).then((code) => (process.exitCode = code));
});
process.stdout.write("ready\n");
