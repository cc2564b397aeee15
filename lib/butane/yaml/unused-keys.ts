import { ConfigReport, ReportSeverity } from "../../ignition/report";
import { ButaneStruct, Decoded } from "../struct";
import { NodeKind, YamlDocument, YamlNode } from "./node";

/**
 * Keys of a document that its type does not know, as vcontext finds them: it goes through what was decoded and looks into the document at
 * the same path, so that a value from elsewhere (an alias, a merge) is not looked into, and a list that lost its nulls is looked up a few
 * items too early.
 */
export function unusedKeys(document: YamlDocument, type: ButaneStruct, decoded: Decoded): ConfigReport[] {
  const walk = new UnusedKeys(document);
  if (document.root !== undefined) walk.struct(document.root, type, decoded);
  return walk.reports;
}

class UnusedKeys {
  public readonly reports: ConfigReport[] = [];
  private readonly path: (string | number)[] = [];

  public constructor(private readonly document: YamlDocument) {}

  public struct(node: YamlNode, type: ButaneStruct, decoded: Decoded): void {
    if (node.kind !== NodeKind.MAPPING) {
      const where = ["$", ...this.path].join(".");
      this.warn(node, [], "context-mismatch", `context tree does not match content tree at ${where}. ${MAY_BE_WRONG}`);
      return;
    }
    const { children } = node;
    const nested = new Map<string, YamlNode>();
    for (let i = 0; i < children.length; i += 2) {
      const key = children[i];
      const field = type.byKey.get(key.value);
      if (field === undefined) this.warn(key, [key.value], "unused-key", `unused key ${key.value}`);
      else if (field.kind === "struct" || field.kind === "structs") nested.set(key.value, children[i + 1]);
    }
    if (nested.size === 0) return;
    for (const field of type.fields) {
      const child = nested.get(field.key);
      if (child === undefined) continue;
      this.path.push(field.key);
      if (field.kind === "struct") this.struct(child, field.struct, decoded[field.key] as Decoded);
      else if (field.kind === "structs") this.structs(child, field.struct, decoded[field.key] as readonly Decoded[] | undefined);
      this.path.pop();
    }
  }

  private structs(node: YamlNode, type: ButaneStruct, decoded: readonly Decoded[] = []): void {
    if (node.kind !== NodeKind.SEQUENCE) return;
    for (let i = 0; i < decoded.length; i++) {
      this.path.push(i);
      this.struct(node.children[i], type, decoded[i]);
      this.path.pop();
    }
  }

  private warn(node: YamlNode, key: readonly string[], code: string, message: string): void {
    const path = [...this.path, ...key].join(".");
    this.reports.push({ severity: ReportSeverity.WARNING, path, code, message, ...this.document.positions.at(node.at) });
  }
}

const MAY_BE_WRONG = "Line and column reporting may be inconsistent. Unused keys may not be reported";
