import { describe, test } from "vitest";
import { findMissing, missingText, type Requirement } from "./machine";

/**
 * A `describe` for tests that need something of the machine.
 *
 *     requires("terraform", "provider-libvirt", "libvirtd")("a libvirt pool", () => { ... });
 *
 * Where something is missing the suite is skipped and its name says what, and how to get it; its body's hooks do not run. Where the
 * environment variable `CI` is not empty the suite fails instead: there a skipped test would look like a passed one.
 */
export function requires(...requirements: readonly Requirement[]): (name: string, body: () => void) => void {
  return (name, body) => {
    const missing = findMissing(requirements);
    if (missing.length === 0) {
      describe(name, body);
      return;
    }
    const needs = missingText(missing);
    if (process.env.CI) {
      describe(name, () => {
        test("has what it needs", () => {
          throw new Error(`${needs} (a missing requirement fails because CI is set)`);
        });
      });
    } else {
      console.warn(`skipped: ${name}: ${needs}`);
      describe.skip(`${name} (${needs})`, body);
    }
  };
}
