const HEADING = /^\s*(?:#{1,6}\s+(.*?)|\*\*(.+?)\*\*:?)\s*$/;
const LINK = /\[([^\]]*)\]\([^)]*\)/g;
// Nobody signs the notes: they shall not move a cursor or turn a text around.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/** Columns of a line of notes. */
const WIDTH = 100;

/** Release notes as a terminal shows them: links by their words, long lines broken, without empty sections and the one on security fixes. */
export function notesText(notes: string): string {
  const sections: { readonly heading?: string; readonly lines: string[] }[] = [{ lines: [] }];
  for (const raw of notes.split(/\r?\n/)) {
    // Some notes are indented by one space, all of them.
    const line = raw
      .replace(/\t/g, "  ")
      .replace(LINK, "$1")
      .replace(INVISIBLE, "")
      .replace(/^ (?=\S)/, "")
      .trimEnd();
    const heading = HEADING.exec(line);
    if (heading !== null) sections.push({ heading: (heading[1] ?? heading[2]).replace(/:$/, ""), lines: [] });
    else if (line !== "") sections[sections.length - 1].lines.push(...wrapped(line));
  }
  return sections
    .filter(({ heading, lines }) => lines.length > 0 && !/^security\b/i.test(heading ?? ""))
    .map(({ heading, lines }) => [...(heading === undefined ? [] : [`${heading}:`]), ...lines].join("\n"))
    .join("\n\n");
}

/** A line broken at spaces, its continuation behind its indent and bullet. */
export function wrapped(line: string, width = WIDTH): string[] {
  const [indent] = /^\s*([-*] )?/.exec(line) ?? [""];
  const hanging = " ".repeat(indent.length);
  const lines: string[] = [];
  let current = "";
  for (const word of line.slice(indent.length).split(" ")) {
    if (current !== "" && indent.length + current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else current = current === "" ? word : `${current} ${word}`;
  }
  lines.push(current);
  return lines.map((text, i) => `${i === 0 ? indent : hanging}${text}`);
}
