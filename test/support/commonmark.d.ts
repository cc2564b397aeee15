/** The part of the reference implementation of CommonMark that tests use: it has no types of its own. */
declare module "commonmark" {
  export interface Node {
    /** `text`, `code`, `code_block`, `html_block`, `html_inline`, `link`, `image`, … */
    readonly type: string;
    readonly literal: string | null;
    readonly destination: string | null;
    readonly info: string | null;
    walker(): { next(): { readonly entering: boolean; readonly node: Node } | null };
  }
  export class Parser {
    parse(markdown: string): Node;
  }
}
