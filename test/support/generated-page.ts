const END = "<!-- end of what is generated -->";

/**
 * A page with what is generated made anew: what stands between `<!-- generated: NAME -->` and the mark of its end.
 *
 * @param name what the page is called in messages
 * @param parts what is generated, by the name behind its mark
 */
export function generatedPage(page: string, name: string, parts: { readonly [part: string]: () => string }): string {
  return Object.entries(parts).reduce((text, [part, generate]) => {
    const mark = `<!-- generated: ${part} -->`;
    const begin = text.indexOf(mark);
    const end = text.indexOf(END, begin);
    if (begin < 0 || end < 0) throw new Error(`${name} has no marks of what is generated as ${JSON.stringify(part)}`);
    return `${text.slice(0, begin + mark.length)}\n\n${generate().trim()}\n\n${text.slice(end)}`;
  }, page);
}

/** A table of Markdown; the first row is its head. */
export function markdownTable([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replace(/\|/g, "\\|")).join(" | ")} |`;
  return `${[line(head), `|${head.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n")}\n`;
}
