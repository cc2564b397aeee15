/** Where a file is, as SARIF has it. */
export interface ArtifactLocation {
  readonly uri: string;
  readonly uriBaseId?: string;
}

/**
 * A file as a location: relative to the root of the repository, unless its name leads out of that.
 *
 * @param file a path with the separators of any system
 * @param root what the root is called
 */
export function artifactLocation(file: string, root: string): ArtifactLocation {
  const parts = file.replaceAll("\\", "/").split("/");
  if (/^[A-Za-z]:$/.test(parts[0])) return { uri: `file:///${parts[0]}/${encoded(parts.slice(1))}` };
  if (parts[0] === "" && parts.length > 1) return { uri: `file:///${encoded(parts)}` };
  const steps = resolved(parts);
  return { uri: encoded(steps) || ".", ...(steps[0] === ".." ? {} : { uriBaseId: root }) };
}

/** Without `.`, and without `..` where that leads to what is before it. */
function resolved(parts: readonly string[]): string[] {
  const steps: string[] = [];
  for (const part of parts) {
    if (part === "" || part === ".") continue;
    if (part === ".." && steps.length > 0 && steps.at(-1) !== "..") steps.pop();
    else steps.push(part);
  }
  return steps;
}

function encoded(parts: readonly string[]): string {
  // Half of a character is none, and has no encoding.
  return parts
    .filter((part) => part !== "")
    .map((part) => encodeURIComponent(part.replace(/\p{Cs}/gu, "\ufffd")))
    .join("/");
}
