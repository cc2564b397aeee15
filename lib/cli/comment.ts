import * as fs from "fs";
import * as path from "path";
import { FlatcarError } from "../errors";
import { commentsOf, writeComment } from "../forge/comment";
import { reviewPlace } from "../forge/place";
import type { CommandArguments } from "./arguments";
import { Command, ExitCode, UsageError } from "./command";
import { interruptible } from "./interruptible";
import type { CommandIo } from "./io";

/** `cdktf-flatcar comment`: a file as the one comment with its mark on a pull request. */
export const comment: Command = {
  name: "comment",
  summary: "write a report as one comment on a pull request, over the one that is there",
  usage: "[options] FILE",
  description:
    "Writes a file as a comment on the pull request, or merge request, that a job of GitHub Actions or\n" +
    "GitLab CI is about. The file begins with a mark that nobody sees, as check --format markdown\n" +
    "writes it; the comment with the same mark is written over, so that there is one whatever is\n" +
    "pushed. The token is in GITHUB_TOKEN, or in GITLAB_TOKEN. - is standard input.",
  options: [
    { name: "project", value: "PROJECT", summary: "the project (default: that of the job)" },
    { name: "number", value: "NUMBER", summary: "the number of the pull request (default: that of the job)" },
  ],
  examples: [
    {
      title: "Check a pull request and say so on it",
      line: "cdktf-flatcar check --plan-dir plans --output markdown=check.md; cdktf-flatcar comment check.md",
    },
  ],
  async run(args, io) {
    const { operands } = args;
    if (operands.length !== 1) throw new UsageError(`name one file, not ${operands.length}`);
    const [file] = operands;
    const place = reviewPlace(io.env, { project: args.value("project"), number: numberOf(args) });
    const body = await read(file, io);
    return interruptible(io, async () => {
      const comments = commentsOf(place, { env: io.env, now: () => io.now(), signal: io.signal });
      const outcome = await writeComment(comments, body);
      io.stderr.write(`comment on ${place.project} ${place.number}: ${outcome}\n`);
      return ExitCode.FINE;
    });
  },
};

function numberOf(args: CommandArguments): number | undefined {
  const given = args.value("number");
  if (given === undefined) return undefined;
  if (!/^[1-9]\d{0,9}$/.test(given)) throw new UsageError(`--number takes the number of a pull request, not ${JSON.stringify(given)}`);
  return Number(given);
}

async function read(file: string, io: CommandIo): Promise<string> {
  if (file === "-") return Buffer.from(await io.readStdin()).toString("utf8");
  try {
    return fs.readFileSync(path.resolve(io.cwd, file), "utf8");
  } catch (e) {
    throw new FlatcarError({
      code: "comment-unreadable",
      subject: "the text of the comment",
      received: file,
      allowed: "a file that can be read",
      mend: `correct the path, or see to it that the report is written before (${(e as NodeJS.ErrnoException).code ?? "unreadable"})`,
    });
  }
}
