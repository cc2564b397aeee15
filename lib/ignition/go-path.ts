/**
 * The lexical path rules of Go's `path` package, which Ignition checks paths with.
 *
 * @see https://pkg.go.dev/path
 */

/** The shortest path that is lexically the same: no empty, `.` or inner `..` elements, no trailing slash. */
export function cleanPath(path: string): string {
  const rooted = path.startsWith("/");
  const kept: string[] = [];
  for (const element of path.split("/")) {
    if (element === "" || element === ".") continue;
    if (element !== "..") kept.push(element);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!rooted) kept.push(element);
  }
  if (rooted) return `/${kept.join("/")}`;
  return kept.length === 0 ? "." : kept.join("/");
}

// An element that is empty or made of one or two dots.
const NOT_SIMPLE = /\/\.{0,2}(?:\/|$)/;

/** Whether an absolute path is its own {@link cleanPath}; asked of every path, which may be as long as a text, and so without taking it apart. */
export function isCleanPath(path: string): boolean {
  return path === "/" || !NOT_SIMPLE.test(path);
}

/** From the last dot of the last element on, or nothing: `.service` of `a.b.service`. */
export function extension(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot < 0 ? "" : name.slice(dot);
}
