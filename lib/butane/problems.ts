import type { Problem } from "../ignition/problems";

const problem = (code: string, message: string): Problem => ({ code, message });

/**
 * What Butane itself finds, in its words.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/config/common/errors.go
 */
export const PROBLEMS = {
  tooManySources: problem("too-many-sources", "only one of the following can be set: inline, local, source"),
  embeddedInvalid: problem("embedded-config-invalid", "config is not valid"),
  embeddedVersion: problem("embedded-config-version", "skipping validation for the merge/replace ignition config due to an unkown version"),
  noFilesDirectory: problem(
    "files-directory-missing",
    "local file paths are relative to a files directory that must be specified with -d/--files-dir",
  ),

  mountWithoutFormat: problem("mount-unit-format-missing", "format is required if with_mount_unit is true"),
  mountWithoutPath: problem("mount-unit-path-missing", "path is required if with_mount_unit is true and format is not swap"),
  decimalMode: problem("mode-decimal", "unreasonable mode would be reasonable if specified in octal; remember to add a leading zero"),
  treeWithoutLocal: problem("tree-local-missing", "local is required"),
  nodeExists: problem("node-exists", "matching filesystem node has existing contents or different type"),

  tooManyContents: problem("too-many-contents", "only one of the following can be set: contents, contents_local"),
  quadletExtension: problem(
    "quadlet-extension",
    "unsupported file extension for quadlet: must be one of .container, .volume, .network, .kube, .image, .build, .pod, or .artifact",
  ),
  quadletInstance: problem("quadlet-instance-contents", "template instances cannot have contents or contents_local"),

  clevis: problem("clevis-unsupported", "clevis is not supported in this spec version"),
  cex: problem("cex-unsupported", "cex is not currently supported on the target platform"),
} as const;

// A byte of a path that is no UTF-8, see go-bytes.ts.
const FOREIGN = /(?<![\ud800-\udbff])[\udc80-\udcff]/g;

/** A file of the files directory that can not be had: the reason is the operating system's or Butane's. */
export const localFile = (reason: string): Problem => problem("local-file", reason.replace(FOREIGN, "\ufffd"));
