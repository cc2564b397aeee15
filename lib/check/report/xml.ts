import { printable } from "../../ignition/printable";

/** An element of XML: its name, its attributes, what is in it. */
export interface XmlElement {
  readonly name: string;
  /** Those that are undefined are left out. */
  readonly attributes?: { readonly [name: string]: string | number | undefined };
  /** Elements, or lines of text. */
  readonly children?: readonly XmlElement[];
  readonly lines?: readonly string[];
}

/** An element as a document. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, "")}`;
}

function written({ name, attributes = {}, children = [], lines = [] }: XmlElement, indent: string): string {
  const given = Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [` ${key}="${escaped(String(value))}"`]));
  const start = `${indent}<${name}${given.join("")}`;
  if (lines.length > 0) return `${start}>${lines.map(escaped).join("\n")}</${name}>\n`;
  if (children.length === 0) return `${start}/>\n`;
  return `${start}>\n${children.map((child) => written(child, `${indent}  `)).join("")}${indent}</${name}>\n`;
}

/**
 * A line without what has a meaning in XML, and without what no XML may hold, such as most control characters, even by number.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
function escaped(line: string): string {
  return printable(line)
    .replace(/[\p{Cs}\ufffe\uffff]/gu, "\ufffd")
    .replace(/[&<>"'\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}
