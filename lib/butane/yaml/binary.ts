import { textOf } from "../../ignition/go-bytes";
import { YamlFault } from "./fault";

/**
 * The text of a `!!binary` scalar, by the rules of Go's `base64.StdEncoding`: padded, line breaks anywhere, nothing else.
 *
 * @throws YamlFault when it is no base64
 */
export function binaryText(base64: string): string {
  const packed = base64.replace(/[\r\n]+/g, "");
  const padding = packed.endsWith("==") ? 2 : packed.endsWith("=") ? 1 : 0;
  if (packed.length % 4 !== 0 || /[^A-Za-z0-9+/]/.test(packed.slice(0, packed.length - padding))) {
    throw new YamlFault("yaml: !!binary value contains invalid base64 data");
  }
  return textOf(Buffer.from(packed, "base64"));
}
