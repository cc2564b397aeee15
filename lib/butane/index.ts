export { DiskFilesDirectory, osReason } from "./files/disk";
export { type FilesDirectory, LocalFileFault, type TreeNode, TreeNodeKind } from "./files/directory";
export { type MemoryFile, MemoryFilesDirectory } from "./files/memory";
export { formatReports, type ReportTextOptions } from "./report-text";
export { ButaneResult } from "./result";
export { translateButane } from "./translate";
export { translateButaneObject } from "./translate-object";
export type { TranslateButaneOptions } from "./translate-options";
export * from "./types";
