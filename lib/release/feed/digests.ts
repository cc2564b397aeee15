import { FlatcarError } from "../../errors";
import { documentError } from "./document-error";
import { linesOf } from "./text";

const LINE = /^([0-9a-fA-F]+) [ *]([^\s/]+)$/;

/**
 * The SHA-512 of a file by a DIGESTS document: sections that begin with `# SHA512 HASH`, with a line `HASH  NAME` in each.
 *
 * @param text what was signed
 * @param fileName the file it is asked for
 * @param file the place errors name
 * @returns 128 lower-case hexadecimal digits
 * @throws FlatcarError `feed-document`; `feed-replayed` where it is of another file
 * @see https://github.com/flatcar/scripts/blob/stable-4593.2.5/ci-automation/ci_automation_common.sh
 */
export function sha512Of(text: string, fileName: string, file: string): string {
  let isSha512 = false;
  const found: { readonly hash: string; readonly number: number }[] = [];
  const others: string[] = [];
  for (const { line, number } of linesOf(text)) {
    if (line.startsWith("#")) {
      isSha512 = /^# SHA512 HASH$/.test(line);
      continue;
    }
    const match = LINE.exec(line);
    if (match === null)
      throw documentError({ file, place: `line ${number}`, received: line, allowed: "a hash, two spaces and a file name" });
    if (!isSha512) continue;
    if (match[2] === fileName) found.push({ hash: match[1].toLowerCase(), number });
    else others.push(match[2]);
  }
  if (found.length === 0 && others.length > 0) {
    throw new FlatcarError({
      code: "feed-replayed",
      subject: "files of the DIGESTS",
      received: others.join(", "),
      allowed: fileName,
      mend: "see who answers: a signed text of one file stands in place of another's",
      path: file,
    });
  }
  if (found.length !== 1) {
    const allowed = `one line for ${fileName} below "# SHA512 HASH"`;
    throw documentError({ file, place: "SHA512", received: `${found.length} lines`, allowed });
  }
  const [{ hash, number }] = found;
  if (hash.length !== 128) throw documentError({ file, place: `line ${number}`, received: hash, allowed: "128 hexadecimal digits" });
  return hash;
}
