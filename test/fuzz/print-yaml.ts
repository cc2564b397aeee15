import { type Random } from "./random";
import { type Scalar, type Tree } from "./tree";

/** Writes a tree as YAML, in styles that chance picks: block and flow, all five kinds of scalars, indentations, comments. */
export function printYaml(random: Random, tree: Tree): string {
  return new YamlPrinter(random).document(tree);
}

const PLAIN = /^[A-Za-z/.][A-Za-z0-9/._@+=-]*( [A-Za-z0-9/._@+=-]+)*$/;
const AMBIGUOUS = /^(true|false|yes|no|on|off|y|n|null|\.inf|\.nan)$/i;

class YamlPrinter {
  private readonly step: number;
  private readonly fancy: boolean;
  private readonly indentedLists: boolean;

  constructor(private readonly random: Random) {
    this.step = random.weighted([
      [8, 2],
      [2, 4],
      [1, 1],
      [1, 3],
    ]);
    this.fancy = random.chance(0.4);
    this.indentedLists = random.chance(0.6);
  }

  public document(tree: Tree): string {
    const start = this.odd(0.1) ? "---\n" : "";
    const end = this.odd(0.05) ? "...\n" : "";
    if (tree.kind === "mapping" || tree.kind === "list") return start + this.block(tree, 0, 0).replace(/^\n/, "") + end;
    return `${start}${this.flow(tree, 0)}\n${end}`;
  }

  /** A node after its key or dash, which are `parent` columns in: what stands on their line, and the lines below. */
  private block(tree: Tree, indent: number, parent: number): string {
    const anchor = tree.anchor === undefined ? "" : ` &${tree.anchor}`;
    if (tree.kind === "mapping" && tree.entries.length > 0 && !this.odd(0.08)) {
      const lines = tree.entries.map(([key, value]) => this.entry(key, value, indent));
      return `${anchor}\n${lines.join("")}`;
    }
    if (tree.kind === "list" && tree.items.length > 0 && !this.odd(0.1)) {
      const lines = tree.items.map((item) => this.item(item, indent));
      return `${anchor}\n${lines.join("")}`;
    }
    if (tree.kind === "scalar" && !tree.raw && tree.text.includes("\n") && this.random.chance(0.7)) {
      const block = this.blockScalar(tree.text, indent, parent);
      if (block !== undefined) return `${anchor} ${block}`;
    }
    return `${anchor} ${this.flow(tree, indent)}${this.comment()}\n`.replace(/^ {2,}/, " ");
  }

  private entry(key: Tree, value: Tree, indent: number): string {
    const pad = " ".repeat(indent);
    const inner = value.kind === "list" && !this.indentedLists ? indent : indent + this.step;
    const above = this.odd(0.03) ? `${pad}# about this\n` : "";
    if (key.kind !== "scalar") return `${above}${pad}? ${this.flow(key, indent)}\n${pad}:${this.block(value, inner, indent)}`;
    const name = key.raw || PLAIN.test(key.text) ? this.quoted(key.text, 0.04) : this.doubleQuoted(key.text);
    return `${above}${pad}${name}:${this.block(value, inner, indent)}`;
  }

  private item(item: Tree, indent: number): string {
    const pad = " ".repeat(indent);
    if (item.kind === "mapping" && item.entries.length > 0 && item.anchor === undefined && this.random.chance(0.95)) {
      const [first, ...rest] = item.entries.map(([key, value]) => this.entry(key, value, indent + 2));
      if (!/^ *#/.test(first)) return `${pad}- ${first.slice(indent + 2)}${rest.join("")}`;
    }
    return `${pad}-${this.block(item, indent + 2, indent)}`;
  }

  private flow(tree: Tree, indent: number): string {
    const anchor = tree.anchor === undefined ? "" : `&${tree.anchor} `;
    switch (tree.kind) {
      case "alias":
        return `*${tree.to}`;
      case "mapping":
        return `${anchor}{${tree.entries.map(([key, value]) => `${this.flow(key, indent)}: ${this.flow(value, indent)}`).join(this.comma(indent))}}`;
      case "list":
        return `${anchor}[${tree.items.map((item) => this.flow(item, indent)).join(this.comma(indent))}]`;
      case "scalar":
        return anchor + this.scalar(tree);
    }
  }

  private comma(indent: number): string {
    return this.odd(0.05) ? `,\n${" ".repeat(indent + 1)}` : this.odd(0.1) ? "," : ", ";
  }

  private scalar({ text, raw }: Scalar): string {
    if (raw) return text;
    if (PLAIN.test(text) && !AMBIGUOUS.test(text)) return this.quoted(text, 0.2);
    if (this.random.chance(0.3) && !/[\n'\p{Cc}\u0085\u2028\u2029\ufeff]/u.test(text)) return `'${text}'`;
    return this.doubleQuoted(text);
  }

  private quoted(text: string, share: number): string {
    if (!this.odd(share)) return text;
    return this.random.chance(0.5) ? `'${text.replaceAll("'", "''")}'` : this.doubleQuoted(text);
  }

  private doubleQuoted(text: string): string {
    const json = JSON.stringify(text);
    if (!this.random.chance(0.5)) return json.replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escaped);
    return json.replace(/\\u00([0-9a-f]{2})/g, "\\x$1").replace(/[\u007f-\ud7ff\ue000-\uffff]/g, escaped);
  }

  /** `|` with the lines below, or undefined where the text cannot be written so. */
  private blockScalar(text: string, indent: number, parent: number): string | undefined {
    if (/[\r\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ud800-\udfff]/.test(text) || /^\n*$/.test(text)) return undefined;
    const body = text.replace(/\n*$/, "");
    const ends = text.length - body.length;
    // A list may stand as far out as its key: a text below it is further in all the same.
    const column = Math.max(indent, parent + 1);
    const indicator = /^\n*[ \t]/.test(text) || this.odd(0.05) ? String(column - parent) : "";
    const pad = " ".repeat(column);
    const lines = body.split("\n").map((line) => (line === "" ? "" : pad + line));
    return `|${indicator}${ends === 0 ? "-" : ends === 1 ? "" : "+"}\n${lines.join("\n")}\n${"\n".repeat(Math.max(0, ends - 1))}`;
  }

  private comment(): string {
    return this.odd(0.03) ? " # why" : "";
  }

  private odd(share: number): boolean {
    return this.fancy && this.random.chance(share);
  }
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
