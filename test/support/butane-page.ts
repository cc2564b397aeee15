import * as fs from "fs";
import * as path from "path";
import { codeBlocks } from "./markdown";
import { PROJECT } from "./project";

/** One Butane config of the documentation, with what the page says comes of it. */
export interface ButaneExample {
  readonly text: string;
  /** The line of the page, from 1. */
  readonly line: number;
  /** The Ignition config, as JSON, where the page shows it. */
  readonly config?: string;
  /** The reports in raw form, where the page shows them. Without them there are none. */
  readonly reports: string;
}

/** The files that the examples name in `local` and the like, by path. */
const FILES: { readonly [name: string]: string } = {
  "app.conf": "[app]\nname = example\n",
  "app.service": "[Service]\nExecStart=/opt/bin/app\n[Install]\nWantedBy=multi-user.target\n",
  "ops.pub": "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxBqGyXbOnMvkTdUnB2bQ1aCpzN5k4Tt0jqFfM3nU0D ops\n",
  "tree/app.d/10-log.conf": "level = info\n",
};

/** Every Butane config of docs/butane.md. A block of JSON or text right behind one is what comes of it. */
export function butaneExamples(): ButaneExample[] {
  const blocks = codeBlocks(fs.readFileSync(path.join(PROJECT, "docs", "butane.md"), "utf8"));
  return blocks.flatMap(({ language, text, line }, i) => {
    if (language !== "yaml") return [];
    const next = blocks.at(i + 1);
    // The fence that ends the block, and an empty line.
    const follows = next !== undefined && next.line === line + text.split("\n").length + 2;
    return [
      {
        text,
        line,
        ...(follows && next.language === "json" ? { config: next.text } : {}),
        reports: follows && next.language === "text" ? next.text : "",
      },
    ];
  });
}

/** Writes the files that the examples name. */
export function writeExampleFiles(folder: string): void {
  for (const [name, text] of Object.entries(FILES)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}
