// Joins standard input and output to a port of 127.0.0.1, until one of both ends. QEMU starts one for each connection of a machine to
// matchbox, the only way out that such a machine has: see pxe-boot.ts.
//
//     node pxe-relay.mjs PORT
import net from "node:net";

const socket = net.connect(Number(process.argv[2]), "127.0.0.1");
process.stdin.pipe(socket);
socket.pipe(process.stdout);
process.stdin.on("close", () => socket.destroy());
socket.on("close", () => process.stdin.destroy());
for (const stream of [process.stdin, process.stdout, socket]) stream.on("error", () => undefined);
