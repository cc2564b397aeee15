// A release server as a process of its own: `node serve.mjs '[{"channel":"stable","version":"4593.2.5","date":"2026-08-13"}]'`.
// It prints where it is and which key it signs with, as a line of JSON, and ends when its standard input does, also by its parent's death.
import { fileURLToPath } from "node:url";
import { require } from "../../integration/harness/fixtures/typescript.mjs";

const { ReleaseServer } = require(fileURLToPath(new URL("index.ts", import.meta.url)));

const server = await ReleaseServer.start();
for (const publication of JSON.parse(process.argv[2] ?? "[]")) server.publish(publication);
process.stdout.write(`${JSON.stringify({ url: server.url, keyFile: server.keyFile })}\n`);
process.stdin.resume();
process.stdin.once("end", () => void server.close().then(() => process.exit(0)));
