import { DataUrlFault, readDataUrl } from "./data-url-syntax";
import { parseGoUrl, queryValues } from "./go-url";
import { Findings, PROBLEMS, Problem, badDataUrl } from "./problems";
import { IgnitionSpecVersion } from "./spec-version";
import { containsTokenPlaceholder } from "./token-placeholder";
import { IgnitionProxy, IgnitionReferences, IgnitionResource, IgnitionSection, IgnitionTls } from "./types";

const { V3_1_0, V3_2_0, V3_4_0 } = IgnitionSpecVersion;

/** The rules of the `ignition` section; the version was checked before. */
export function checkIgnitionSection(section: IgnitionSection, version: IgnitionSpecVersion, findings: Findings): void {
  if (section.config !== undefined) checkReferences(section.config, version, findings);
  if (section.proxy !== undefined) checkProxy(section.proxy, findings);
  if (section.security?.tls !== undefined) checkTls(section.security.tls, version, findings);
}

function checkReferences(config: IgnitionReferences, version: IgnitionSpecVersion, findings: Findings): void {
  const path = "ignition.config";
  const merge = config.merge ?? [];
  if (version.isAtLeast(V3_1_0)) {
    for (const [i, reference] of merge.entries()) findings.check(`${path}.merge.${i}`, requiredSource(reference, version));
  }
  for (const [i, reference] of merge.entries()) checkReference(reference, `${path}.merge.${i}`, version, findings);
  if (config.replace !== undefined) checkReference(config.replace, `${path}.replace`, version, findings);
}

function checkTls(tls: IgnitionTls, version: IgnitionSpecVersion, findings: Findings): void {
  const path = "ignition.security.tls.certificateAuthorities";
  const authorities = tls.certificateAuthorities ?? [];
  if (version.isAtLeast(V3_1_0)) {
    for (const [i, authority] of authorities.entries()) findings.check(`${path}.${i}`, requiredSource(authority, version));
  }
  for (const [i, authority] of authorities.entries()) {
    // 3.0.0 checks the source of an authority also when it is empty.
    if (!version.isAtLeast(V3_1_0) && (authority.source ?? "") === "") findings.check(`${path}.${i}.source`, checkUrl("", version));
    checkReference(authority, `${path}.${i}`, version, findings);
  }
}

/** In 3.0.0 a reference was a type of its own, without the rule that a hash needs a source. */
function checkReference(reference: IgnitionResource, path: string, version: IgnitionSpecVersion, findings: Findings): void {
  if (version.isAtLeast(V3_1_0) || reference.source !== undefined) checkResource(reference, path, version, findings);
  else if (reference.verification?.hash !== undefined) {
    findings.check(`${path}.verification.hash`, checkHash(reference.verification.hash, version));
  }
}

function requiredSource(resource: IgnitionResource, version: IgnitionSpecVersion): Problem | undefined {
  const { source = "" } = resource;
  return source === "" ? PROBLEMS.noSource : checkUrl(source, version);
}

function checkProxy(proxy: IgnitionProxy, findings: Findings): void {
  const check = (name: string, value: string | undefined, plainIsFine: boolean): void => {
    if (value === undefined || containsTokenPlaceholder(value)) return;
    const scheme = parseGoUrl(value)?.scheme;
    const path = `ignition.proxy.${name}`;
    if (scheme === undefined) findings.error(path, PROBLEMS.badUrl);
    else if (scheme !== "http" && scheme !== "https") findings.error(path, PROBLEMS.proxyScheme);
    else if (scheme === "http" && !plainIsFine) findings.warn(path, PROBLEMS.proxyInsecure);
  };
  check("httpProxy", proxy.httpProxy, true);
  check("httpsProxy", proxy.httpsProxy, false);
}

/** The rules of a place bytes come from. */
export function checkResource(resource: IgnitionResource, path: string, version: IgnitionSpecVersion, findings: Findings): void {
  const { compression = "", httpHeaders = [], source = "", verification } = resource;
  if (compression !== "" && compression !== "gzip" && !containsTokenPlaceholder(compression)) {
    findings.error(`${path}.compression`, PROBLEMS.badCompression);
  }
  const hash = verification?.hash;
  if (hash !== undefined && resource.source === undefined) findings.error(`${path}.verification.hash`, PROBLEMS.hashWithoutSource);
  if (source !== "") findings.check(`${path}.source`, checkUrl(source, version));
  if (httpHeaders.length > 0) findings.check(`${path}.httpHeaders`, checkHeaderScheme(source));
  for (const [i, header] of httpHeaders.entries()) {
    if (header.name === "") findings.error(`${path}.httpHeaders.${i}.name`, PROBLEMS.headerName);
    if (header.value === "") findings.error(`${path}.httpHeaders.${i}.value`, PROBLEMS.headerValue);
  }
  if (hash !== undefined) findings.check(`${path}.verification.hash`, checkHash(hash, version));
}

function checkHeaderScheme(source: string): Problem | undefined {
  if (containsTokenPlaceholder(source)) return undefined;
  if (source === "") return PROBLEMS.badUrl;
  const scheme = parseGoUrl(source)?.scheme;
  if (scheme === undefined) return PROBLEMS.badUrl;
  return scheme === "http" || scheme === "https" ? undefined : PROBLEMS.headerScheme;
}

function checkHash(hash: string, version: IgnitionSpecVersion): Problem | undefined {
  if (containsTokenPlaceholder(hash)) return undefined;
  const dash = hash.indexOf("-");
  if (dash < 0) return PROBLEMS.hashMalformed;
  const digits = digitsOf(hash.slice(0, dash), version);
  if (digits === undefined) return PROBLEMS.hashUnknown;
  return Buffer.byteLength(hash.slice(dash + 1)) === digits ? undefined : PROBLEMS.hashSize;
}

function digitsOf(hashFunction: string, version: IgnitionSpecVersion): number | undefined {
  if (hashFunction === "sha512") return 128;
  return hashFunction === "sha256" && version.isAtLeast(V3_1_0) ? 64 : undefined;
}

/** The rule of a source: what a spec version can fetch, and a `data:` URL that decodes. */
export function checkUrl(url: string, version: IgnitionSpecVersion): Problem | undefined {
  if (containsTokenPlaceholder(url)) return undefined;
  const parts = parseGoUrl(url);
  if (parts === undefined) return PROBLEMS.badUrl;
  switch (parts.scheme) {
    case "http":
    case "https":
    case "tftp":
      return undefined;
    case "gs":
      return version.isAtLeast(V3_2_0) ? undefined : PROBLEMS.badScheme;
    case "s3":
      return checkVersionId(parts.query);
    case "arn":
      if (!version.isAtLeast(V3_4_0)) return PROBLEMS.badScheme;
      return isS3Object(parts.opaque) ? checkVersionId(parts.query) : PROBLEMS.badArn;
    case "data":
      return checkDataUrl(url);
    default:
      return PROBLEMS.badScheme;
  }
}

function checkVersionId(query: string): Problem | undefined {
  return queryValues(query, "versionId")[0] === "" ? PROBLEMS.badVersionId : undefined;
}

/** `partition:service:region:account:resource` with S3 as the service and a key in the resource. */
function isS3Object(opaque: string): boolean {
  const [, service, , , ...rest] = opaque.split(":");
  if (rest.length === 0 || service !== "s3") return false;
  const slashes = opaque.split("/").length - 1;
  return slashes >= (rest.join(":").startsWith("accesspoint/") ? 2 : 1);
}

function checkDataUrl(url: string): Problem | undefined {
  try {
    readDataUrl(url);
    return undefined;
  } catch (e) {
    if (e instanceof DataUrlFault) return badDataUrl(e.message);
    throw e;
  }
}
