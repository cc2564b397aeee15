import type { IgnitionConfig, IgnitionFile, IgnitionResource } from "../../ignition";
import { decodedBytes, shownText } from "../../ignition/shown-bytes";

/** The text of a file or unit that a machine config writes. */
export interface ConfigText {
  /** The file's path, or the name of the unit. */
  readonly written: string;
  readonly text: string;
}

/**
 * The text that a config gives to a file: its contents, and what is appended. Undefined where some of it is fetched, is no text, or is known only at
 * apply.
 */
export function fileText({ contents, append = [] }: IgnitionFile): string | undefined {
  const parts = [...(contents === undefined ? [] : [contents]), ...append].map(resourceText);
  return parts.every((part) => part !== undefined) ? parts.join("") : undefined;
}

/** Every text that a config writes: files, then units, whose drop-ins are part of them. What is masked is not written. */
export function configTexts({ storage, systemd }: IgnitionConfig): ConfigText[] {
  const files = (storage?.files ?? []).map((file) => ({ written: file.path, text: fileText(file) ?? "" }));
  const units = (systemd?.units ?? []).filter(({ mask }) => mask !== true);
  return [
    ...files,
    ...units.map(({ name, contents, dropins = [] }) => ({
      written: name,
      text: [contents, ...dropins.map((dropin) => dropin.contents)].filter((text) => text !== undefined).join("\n"),
    })),
  ];
}

function resourceText({ source, compression }: IgnitionResource): string | undefined {
  if (source === undefined || source === "") return "";
  const bytes = decodedBytes(source, compression);
  return bytes === undefined ? undefined : shownText(bytes);
}
