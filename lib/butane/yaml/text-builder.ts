// Enough for most scalars, and few enough to be joined at no cost.
const PARTS = 4096;

/** Puts a text together of parts: a hundred megabytes of them too, for which the strings of JavaScript alone take a hundred times as much. */
export class TextBuilder {
  private text = "";
  private parts: string[] = [];

  public add(part: string): void {
    if (this.parts.push(part) < PARTS) return;
    this.text += this.parts.join("");
    this.parts = [];
  }

  public end(part: string): string {
    this.parts.push(part);
    return this.text + this.parts.join("");
  }
}
