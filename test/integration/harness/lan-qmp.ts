import * as net from "net";

const SECONDS = 10;

/**
 * Says one thing to a QEMU, and gives what it answers.
 *
 * @param socket the path of its QMP socket
 * @see https://www.qemu.org/docs/master/interop/qmp-spec.html
 */
export async function askQmp(socket: string, command: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const connection = net.connect(socket);
    const end = (act: () => void): void => (connection.destroy(), act());
    const say = (execute: string): boolean => connection.write(`${JSON.stringify({ execute })}\n`);
    let rest = "";
    let answers = 0;
    connection.setTimeout(SECONDS * 1000, () => end(() => reject(new Error(`${command}: QEMU does not answer`))));
    connection.on("error", (e) => end(() => reject(e)));
    connection.on("close", () => reject(new Error(`${command}: QEMU has hung up`)));
    connection.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines.filter((l) => l.trim() !== "")) {
        const message = JSON.parse(line) as { QMP?: object; return?: unknown; error?: { desc: string } };
        if (message.error !== undefined) {
          const { desc } = message.error;
          end(() => reject(new Error(`${command}: ${desc}`)));
        } else if (message.QMP !== undefined) say("qmp_capabilities");
        else if ("return" in message) {
          answers++;
          if (answers === 1) say(command);
          else end(() => resolve(message.return));
        }
      }
    });
  });
}
