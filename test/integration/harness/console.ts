import * as fs from "fs";
import { until } from "./exec";

/** What a machine writes to its serial port, in a file that QEMU (or whoever reads the port) appends to. */
export class Console {
  constructor(private readonly file: string) {}

  /** All of it so far, without carriage returns and colours; empty while there is no file. */
  public text(): string {
    let raw: string;
    try {
      raw = fs.readFileSync(this.file, "latin1");
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code === "ENOENT") return "";
      throw e;
    }
    return raw.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, "").replaceAll("\r", "");
  }

  /**
   * Waits for a text, and gives what stands in the file from its beginning to the end of that text.
   *
   * @param ended tells why nothing more will come; asked at each look
   * @throws Error after `seconds`, or when nothing more will come, with the whole text
   */
  public async until(pattern: string | RegExp, seconds: number, ended: () => string | undefined = () => undefined): Promise<string> {
    const found = (): string | undefined => {
      const text = this.text();
      const [start, length] = typeof pattern === "string" ? [text.indexOf(pattern), pattern.length] : search(text, pattern);
      return start < 0 ? undefined : text.slice(0, start + length);
    };
    try {
      return await until(`${String(pattern)} on the console`, seconds, () => {
        // In this order: what has ended may have written it last.
        const reason = ended();
        const text = found();
        if (text === undefined && reason !== undefined) throw new Error(`no ${String(pattern)} on the console: ${reason}`);
        return text;
      });
    } catch (e) {
      throw new Error(`${e instanceof Error ? e.message : String(e)}\n${this.text()}`);
    }
  }
}

function search(text: string, pattern: RegExp): [number, number] {
  const found = new RegExp(pattern.source, pattern.flags.replace("g", "")).exec(text);
  return found === null ? [-1, 0] : [found.index, found[0].length];
}
