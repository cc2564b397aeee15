import { FlatcarError } from "../errors";
import { encodeIgnition } from "./encode";
import { gzip } from "./gzip";
import { IgnitionSpecVersion } from "./spec-version";
import { containsTokenPlaceholder } from "./token-placeholder";

/**
 * A small config that holds another one compressed and is replaced by it at boot: the portable way past a platform's limit on user data,
 * since Ignition does not decompress user data itself.
 *
 * The same text gives the same bytes on every platform.
 *
 * @param json the encoded config
 * @param specVersion of the wrapper, such as `3.4.0`; at least 3.1.0, where a config reference can be compressed first
 * @throws FlatcarError `ignition-tokens-compressed` for a text with a value known only at apply, `ignition-wrapper-spec` for 3.0.0, and as
 * `IgnitionSpecVersion.parse`
 * @see https://coreos.github.io/ignition/configuration-v3_4/
 */
export function wrapGzip(json: string, specVersion: string): string {
  const version = IgnitionSpecVersion.parse(specVersion);
  if (!version.isAtLeast(IgnitionSpecVersion.V3_1_0)) {
    throw new FlatcarError({
      code: "ignition-wrapper-spec",
      subject: "spec version of the gzip wrapper",
      received: specVersion,
      allowed: `${IgnitionSpecVersion.V3_1_0} or higher`,
      mend: "raise the spec version of the config, or make it small enough without compression",
    });
  }
  if (containsTokenPlaceholder(json)) {
    throw new FlatcarError({
      code: "ignition-tokens-compressed",
      subject: "config to compress",
      received: json.slice(json.search(/[$#]\{TfToken\[/)),
      allowed: "a config without values known only at apply: compression would bury their placeholders",
      mend: "make the config smaller, or let Ignition fetch the large parts",
    });
  }
  const source = `data:;base64,${Buffer.from(gzip(Buffer.from(json, "utf8"))).toString("base64")}`;
  return encodeIgnition({ ignition: { version: version.toString(), config: { replace: { compression: "gzip", source } } } });
}
