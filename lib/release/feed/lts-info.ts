import { documentError } from "./document-error";
import type { LtsStream } from "./feed-release";
import { linesOf } from "./text";

const LINE = /^(0|[1-9][0-9]{0,8}):([0-9]{4}):(supported|unsupported)$/;

/**
 * Reads `lts-info`: a line such as `4081:2024:supported` for each stream.
 *
 * @param file the place errors name
 * @returns from new to old
 * @throws FlatcarError `feed-document`
 * @see https://lts.release.flatcar-linux.net/lts-info
 */
export function parseLtsInfo(text: string, file: string): LtsStream[] {
  const streams: LtsStream[] = [];
  for (const { line, number } of linesOf(text)) {
    const match = LINE.exec(line);
    if (match === null) {
      throw documentError({ file, place: `line ${number}`, received: line, allowed: "MAJOR:YEAR:supported or MAJOR:YEAR:unsupported" });
    }
    const [major, year] = [Number(match[1]), match[2]];
    if (streams.some((stream) => stream.major === major || stream.year === year)) {
      throw documentError({ file, place: `line ${number}`, received: line, allowed: "each stream once" });
    }
    streams.push({ major, year, isSupported: match[3] === "supported" });
  }
  return streams.sort((a, b) => b.major - a.major);
}
