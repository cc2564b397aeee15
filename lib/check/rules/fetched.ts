import { FlatcarError } from "../../errors";
import { IgnitionConfig, IgnitionResource, decodeDataUrl, readIgnition } from "../../ignition";

/** Something that Ignition fetches. */
export interface Fetched {
  /** The path of a file, or the place in the config. */
  readonly name: string;
  /** Of its URL, in lower case. */
  readonly scheme: string;
  /** Whether it is on the machine itself, or on what the machine runs on, such as the metadata service of a cloud. */
  readonly isLocal: boolean;
  /** Whether what is fetched must have a certain hash. */
  readonly isVerified: boolean;
}

const URL_PARTS = /^(?<scheme>[a-z][a-z0-9+.-]*):(?:\/\/(?:[^/?#]*@)?(?<host>\[[^\]]*\]|[^/?#:]*))?/i;
// Loopback and link-local: https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
const LOCAL_HOST = /^(?:localhost|127(?:\.\d+){3}|169\.254(?:\.\d+){2}|\[::1\]|\[fe[89ab][0-9a-f]:[^\]]*\])$/i;

/** All that Ignition fetches for a config, and for those in `data:` URLs that it refers to. What stands in the config itself is not fetched. */
export function fetchedBy(config: IgnitionConfig): Fetched[] {
  return [...resourcesOf(config)].flatMap(([name, { source = "", verification }]) => {
    const { scheme = "data", host = "" } = URL_PARTS.exec(source)?.groups ?? {};
    if (scheme.toLowerCase() === "data") return [];
    return [{ name, scheme: scheme.toLowerCase(), isLocal: LOCAL_HOST.test(host), isVerified: (verification?.hash ?? "") !== "" }];
  });
}

type NamedResource = readonly [name: string, resource: IgnitionResource];

function* resourcesOf({ ignition, storage }: IgnitionConfig): Generator<NamedResource> {
  const { config, security } = ignition ?? {};
  for (const [i, each] of (security?.tls?.certificateAuthorities ?? []).entries()) {
    yield [`ignition.security.tls.certificateAuthorities[${i}]`, each];
  }
  // It takes the place of all else.
  if (config?.replace?.source !== undefined) return yield* referenced("ignition.config.replace", config.replace);
  for (const [i, each] of (config?.merge ?? []).entries()) yield* referenced(`ignition.config.merge[${i}]`, each);
  for (const { path, contents, append = [] } of storage?.files ?? []) {
    for (const each of [...(contents === undefined ? [] : [contents]), ...append]) yield [path, each];
  }
  for (const { name, keyFile } of storage?.luks ?? []) if (keyFile !== undefined) yield [`storage.luks.${name}.keyFile`, keyFile];
}

/** A reference to a config, and what that fetches where it is at hand. */
function* referenced(name: string, reference: IgnitionResource): Generator<NamedResource> {
  yield [name, reference];
  const config = configIn(reference);
  if (config !== undefined) yield* resourcesOf(config);
}

function configIn({ source = "", compression }: IgnitionResource): IgnitionConfig | undefined {
  if (!/^data:/i.test(source)) return undefined;
  try {
    return readIgnition(decodeDataUrl(source, compression)).config;
  } catch (e) {
    if (FlatcarError.isFlatcarError(e)) return undefined;
    throw e;
  }
}
