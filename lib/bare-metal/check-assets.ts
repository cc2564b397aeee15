import { FlatcarError } from "../errors";
import { textPieces, withoutTokens } from "../pool/tokens";
import { Architecture } from "../release";
import type { PxeContext, PxeFiles } from "./assets";

const VERSION = /^\d+\.\d+\.\d+(\+[\w.-]+)?$/;

/**
 * Checks what the URLs of a network boot say of themselves: their form, and that no folder in them names another version or architecture
 * than the node's. Of a URL with tokens only what is known.
 *
 * @throws FlatcarError `assets-url`, `assets-architecture`, `assets-version`
 */
export function checkAssets(files: PxeFiles, context: PxeContext): void {
  const { kernel, initrd, imageBase } = files;
  checkUrl(
    "kernel",
    kernel,
    context,
    /^(?:(?:https?|tftp):\/\/[^/]+)?\/.*[^/]$/i,
    "an http, https or tftp URL of a file, or a path on matchbox",
  );
  checkUrl(
    "initrd",
    initrd,
    context,
    /^(?:(?:https?|tftp):\/\/[^/]+)?\/.*[^/]$/i,
    "an http, https or tftp URL of a file, or a path on matchbox",
  );
  if (imageBase !== undefined) checkUrl("imageBase", imageBase, context, /^https?:\/\/[^/]+(\/.*)?$/i, "an http or https URL");
}

function checkUrl(name: string, url: string, context: PxeContext, form: RegExp, allowed: string): void {
  const subject = `assets of nodes.${context.node}: ${name}`;
  const known = withoutTokens(url);
  // Of a URL whose beginning waits for apply nobody knows the scheme.
  const misformed = known === url && !form.test(url);
  if (misformed || /[\s"'\\\x00-\x1f\x7f]/.test(known)) {
    throw new FlatcarError({
      code: "assets-url",
      subject,
      received: url,
      allowed: `${allowed}, without spaces and quotes`,
      mend: "write the whole address; iPXE would split it at a space",
    });
  }
  const folders = foldersOf(url);
  const other = Architecture.all().find(
    ({ name: architecture, board }) => architecture !== context.architecture.name && folders.includes(board),
  );
  if (other !== undefined) {
    throw new FlatcarError({
      code: "assets-architecture",
      subject,
      received: url,
      allowed: `files for ${context.architecture.name}, the pool's architecture; ${other.board} has those for ${other.name}`,
      mend: `write ${context.architecture.board}, or @BOARD@ in its place, or make a pool for each architecture`,
    });
  }
  const version = context.release.version.toString();
  const wrong = folders.find((folder) => VERSION.test(folder) && folder !== version);
  if (wrong !== undefined) {
    throw new FlatcarError({
      code: "assets-version",
      subject,
      received: url,
      allowed: `files of ${version}, the node's release: the installer and what it installs are of one version`,
      mend: "write @VERSION@ in the place of the number",
    });
  }
}

/** The parts of a URL between slashes that are known as a whole. */
function foldersOf(url: string): string[] {
  // A token stands in for a part that is none of those looked for.
  return textPieces(url)
    .map((piece) => (piece.token ? "?" : piece.text))
    .join("")
    .split("/");
}
