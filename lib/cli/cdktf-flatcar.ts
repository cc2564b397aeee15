#!/usr/bin/env node
import { COMMANDS } from "./commands";
import { processIo } from "./io";
import { runCommand } from "./main";

// Not process.exit(): what is still to be written to a pipe would be lost.
void runCommand(process.argv.slice(2), processIo(), COMMANDS).then((code) => {
  process.exitCode ||= code;
});
