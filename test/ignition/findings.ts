import { ConfigReport, IgnitionConfig, checkIgnition } from "../../lib/ignition";

/** The findings about the sections of a config, each as one line: `severity path: message`. */
export function findings(sections: unknown, version = "3.4.0"): string[] {
  return checkIgnition({ ignition: { version }, ...(sections as object) }).map(line);
}

/** The same for `ignition`, which has the version beside it. */
export function sectionFindings(section: IgnitionConfig["ignition"], version = "3.4.0"): string[] {
  return checkIgnition({ ignition: { ...section, version } }).map(line);
}

function line({ severity, path, message }: ConfigReport): string {
  return `${severity} ${path}: ${message}`;
}
