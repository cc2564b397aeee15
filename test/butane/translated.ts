import { ButaneResult, MemoryFile, MemoryFilesDirectory, translateButane } from "../../lib/butane";
import { IgnitionConfig } from "../../lib/ignition";

/** Translates the sections of a config; `files` are those of its files directory, which it otherwise has not. */
export function translated(sections: string, files?: Readonly<Record<string, MemoryFile>>, version = "1.1.0"): ButaneResult {
  const filesDir = files === undefined ? undefined : new MemoryFilesDirectory(files);
  return translateButane(`variant: flatcar\nversion: ${version}\n${sections}`, { filesDir });
}

/** The config that comes of sections, which are taken without a word. */
export function config(sections: string, files?: Readonly<Record<string, MemoryFile>>, version?: string): IgnitionConfig {
  const result = translated(sections, files, version);
  if (result.config === undefined || result.reports.length > 0) throw new Error(`refused or warned of: ${said(result).join("\n")}`);
  return result.config;
}

/** A report without positions, and the error. */
export function said({ reports, error }: ButaneResult): readonly string[] {
  return [...reports.map(({ severity, path, message }) => `${severity} at ${path}: ${message}`), ...(error === undefined ? [] : [error])];
}
