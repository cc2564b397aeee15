import type { Writer } from "../check/synth/writers";
import { printable } from "../ignition/printable";
import type { ShownContents } from "./masked-config";
import type { ShownFile, ShownMachine, ShownUnit } from "./shown-machine";

/** A machine as a person reads it. */
export function machineText(machine: ShownMachine, colour: boolean): string {
  const paint = colour ? PAINT : PLAIN;
  const { userData, release } = machine;
  const limit = userData.limit === null ? "" : ` of ${userData.limit}`;
  const notes = [userData.compressed ? ", compressed" : "", userData.exact ? "" : ", and what is known only at apply"].join("");
  const parts = [
    `${paint.bold(machine.node)} of ${machine.pool}`,
    `  ${machine.platform}, ${machine.architecture}, Flatcar ${release.channel} ${release.version}, Ignition spec ${machine.spec}`,
    `  ${userData.bytes}${limit} bytes of user data${notes}`,
  ];
  if (machine.files.length > 0) parts.push("", paint.bold("Files"), ...machine.files.flatMap((file) => fileLines(file, paint)));
  if (machine.units.length > 0) parts.push("", paint.bold("Units"), ...machine.units.flatMap((unit) => unitLines(unit, paint)));
  for (const [section, value] of Object.entries(machine.other)) {
    parts.push("", paint.bold(TITLES[section] ?? section), ...quoted(JSON.stringify(value, null, 2), paint, ""));
  }
  return `${parts.join("\n")}\n`;
}

const TITLES: { readonly [section: string]: string } = {
  ignition: "Ignition",
  kernelArguments: "Kernel arguments",
  passwd: "Users and groups",
  storage: "Disks and filesystems",
};

interface Paint {
  bold(text: string): string;
  dim(text: string): string;
}

const PLAIN: Paint = { bold: (text) => text, dim: (text) => text };
const PAINT: Paint = { bold: (text) => `\x1b[1m${text}\x1b[0m`, dim: (text) => `\x1b[2m${text}\x1b[0m` };

function fileLines(file: ShownFile, paint: Paint): string[] {
  const owner = file.user === undefined && file.group === undefined ? [] : [`${file.user ?? "root"}:${file.group ?? "root"}`];
  const facts = [
    ...(file.type === "file" ? [] : [file.type]),
    ...(file.mode === undefined ? [] : [file.mode]),
    ...owner,
    ...(file.overwrite === true ? ["overwrite"] : []),
    ...(file.target === undefined ? [] : [`→ ${file.target}`]),
  ];
  return [
    head(file.path, facts, file.writers, paint),
    ...(file.contents === undefined ? [] : contentsLines(file.contents, paint)),
    ...(file.append ?? []).flatMap((contents) => [`    ${paint.dim("appended:")}`, ...contentsLines(contents, paint)]),
  ];
}

function unitLines(unit: ShownUnit, paint: Paint): string[] {
  const facts = [...(unit.mask === true ? ["masked"] : []), ...(unit.enabled === undefined ? [] : [unit.enabled ? "enabled" : "disabled"])];
  return [
    head(unit.name, facts, unit.writers, paint),
    ...(unit.contents === undefined ? [] : quoted(unit.contents, paint)),
    ...(unit.dropins ?? []).flatMap(({ name, contents }) => [`    ${printable(name)}`, ...quoted(contents, paint)]),
  ];
}

function head(name: string, facts: readonly string[], writers: readonly Writer[], paint: Paint): string {
  return `  ${[paint.bold(printable(name)), ...facts.map(printable)].join("  ")}  ${paint.dim(`(${writers.map(writerText).join("; ")})`)}`;
}

function writerText({ layer, file, line, textLine }: Writer): string {
  const place = file === undefined ? "" : ` ${file}${line === undefined ? "" : `:${line}`}`;
  return `${layer}${place}${textLine === undefined ? "" : `, line ${textLine} of its text`}`;
}

function contentsLines({ text, source, bytes, sha256, hash }: ShownContents, paint: Paint): string[] {
  const verified = hash === undefined ? [] : [`    ${paint.dim(`verified by ${printable(hash)}`)}`];
  if (text !== undefined) return [...(text === "" ? [`    ${paint.dim("empty")}`] : quoted(text, paint)), ...verified];
  if (source !== undefined) return [`    ${paint.dim("fetched from")} ${printable(source)}`, ...verified];
  return [`    ${paint.dim(`no text: ${bytes} bytes, SHA-256 ${sha256}`)}`, ...verified];
}

// A line of a file must not look like one of ours.
function quoted(text: string, paint: Paint, indent = "    "): string[] {
  const lines = (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
  const bar = paint.dim("│");
  const last = text.endsWith("\n") || indent === "" ? [] : [`${indent}${paint.dim("no newline at the end")}`];
  return [...lines.map((line) => `${indent}${bar} ${printable(line)}`), ...last];
}
