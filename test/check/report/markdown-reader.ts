import { Node, Parser } from "commonmark";

/** What of a Markdown text does something, rather than being text. */
export interface Acting {
  /** HTML as it stands there. */
  readonly html: readonly string[];
  /** Where links and images lead. */
  readonly links: readonly string[];
  /** All text that is not code: what forges look for mentions and addresses in. */
  readonly text: string;
  /** Types of other nodes: `heading`, `block_quote`, … */
  readonly types: ReadonlySet<string>;
}

/** What acts in a Markdown text, by the reference implementation of CommonMark, of which GitHub's and GitLab's Markdown are extensions. */
export function actingIn(markdown: string): Acting {
  const html: string[] = [];
  const links: string[] = [];
  const types = new Set<string>();
  let text = "";
  for (const node of nodesOf(markdown)) {
    types.add(node.type);
    if (node.type === "html_block" || node.type === "html_inline") html.push(node.literal ?? "");
    if (node.type === "link" || node.type === "image") links.push(node.destination ?? "");
    if (node.type === "text") text += node.literal ?? "";
    else if (node.type !== "document") text += " ";
  }
  return { html, links, text, types };
}

function nodesOf(markdown: string): Node[] {
  const walker = new Parser().parse(markdown).walker();
  const nodes: Node[] = [];
  for (let event = walker.next(); event !== null; event = walker.next()) if (event.entering) nodes.push(event.node);
  return nodes;
}

/** What forges make links, mentions or pictures of, in text that is not code. */
export const REFERENCES = /@[\p{L}\p{N}]|#\d|\bGH-\d|:[\w+-]+:|:\/\/|www\.|\b[0-9a-f]{7,}\b|mailto:|\$[^$\n]+\$/u;
