import { expect, test } from "vitest";
import { IgnitionResource } from "../../lib/ignition";
import { findings, sectionFindings } from "./findings";

const TOKEN = "${TfToken[TOKEN.1]}";
const SHA512 = `sha512-${"0".repeat(128)}`;
const SHA256 = `sha256-${"0".repeat(64)}`;

function of(contents: IgnitionResource, version?: string): string[] {
  return findings({ storage: { files: [{ path: "/a", contents }] } }, version).map((line) => line.replace("storage.files.0.contents", ""));
}

test.each([
  "http://x/y",
  "https://x",
  "tftp://x/y",
  "gs://b/o",
  "s3://b/k",
  "s3://b/k?versionId=1",
  "arn:aws:s3:::b/k",
  "arn:aws:s3:::b/k?versionId=1",
  "ARN:aws:s3:r:1:accesspoint/ap/k",
  "data:,x",
  "data:;base64,eA==",
  "",
  TOKEN,
  `data:;base64,${TOKEN}`,
  `ftp://${TOKEN}`,
])("the source %j is fine", (source) => {
  expect(of({ source })).toEqual([]);
});

test.each([
  ["ftp://x", "invalid url scheme"],
  ["oem:///x", "invalid url scheme"],
  ["/etc/passwd", "invalid url scheme"],
  ["https://x/%zz", "unable to parse url"],
  ["s3://b/k?versionId=", "invalid S3 object VersionId"],
  ["s3://b/k?versionId", "invalid S3 object VersionId"],
  ["arn:aws:s3:::bucket", "invalid S3 ARN format"],
  ["arn:aws:ec2:::b/k", "invalid S3 ARN format"],
  ["arn:aws:s3", "invalid S3 ARN format"],
  ["arn:aws:s3:r:1:accesspoint/ap", "invalid S3 ARN format"],
  ["arn:aws:s3:::b/k?versionId=", "invalid S3 object VersionId"],
  ["data:;base64,x", "illegal base64 data at input byte 0"],
  ["DATA:,x", "missing data prefix"],
])("the source %j is refused", (source, message) => {
  expect(of({ source })).toEqual([`error .source: ${message}`]);
});

test("gs needs 3.2.0, arn needs 3.4.0, sha256 needs 3.1.0", () => {
  expect(of({ source: "gs://b/o" }, "3.1.0")).toEqual(["error .source: invalid url scheme"]);
  expect(of({ source: "gs://b/o" }, "3.2.0")).toEqual([]);
  expect(of({ source: "arn:aws:s3:::b/k" }, "3.3.0")).toEqual(["error .source: invalid url scheme"]);
  expect(of({ source: "data:,x", verification: { hash: SHA256 } }, "3.0.0")).toEqual([
    "error .verification.hash: unrecognized hash function",
  ]);
  expect(of({ source: "data:,x", verification: { hash: SHA256 } }, "3.1.0")).toEqual([]);
});

test.each([
  [SHA512, undefined],
  [SHA256, undefined],
  [TOKEN, undefined],
  ["0123", "malformed hash specifier"],
  ["sha1-0123", "unrecognized hash function"],
  ["sha512-0123", "incorrect size for hash sum"],
  [`sha512-${"é".repeat(64)}`, undefined],
])("the hash %j", (hash, message) => {
  expect(of({ source: "data:,x", verification: { hash } })).toEqual(message === undefined ? [] : [`error .verification.hash: ${message}`]);
});

test("a hash needs a source", () => {
  expect(of({ verification: { hash: SHA512 } })).toEqual([
    "error .verification.hash: source must be specified if verification is specified",
  ]);
});

test("gzip is the only compression", () => {
  for (const compression of ["", "gzip", TOKEN]) expect(of({ source: "data:,x", compression })).toEqual([]);
  expect(of({ source: "data:,x", compression: "xz" })).toEqual(["error .compression: invalid compression method"]);
});

test("headers need HTTP, a name, and no empty value", () => {
  const httpHeaders = [{ name: "A", value: "b" }];
  expect(of({ source: "http://x", httpHeaders })).toEqual([]);
  expect(of({ source: TOKEN, httpHeaders })).toEqual([]);
  expect(of({ source: "data:,x", httpHeaders })).toEqual(["error .httpHeaders: cannot use HTTP headers with this source scheme"]);
  expect(of({ source: "", httpHeaders })).toEqual(["error .httpHeaders: unable to parse url"]);
  expect(of({ source: "http://x", httpHeaders: [{ name: "" }, { name: "A", value: "" }] })).toEqual([
    "error .httpHeaders.0.name: HTTP header name can't be empty",
    "error .httpHeaders.1.value: unable to parse HTTP header",
  ]);
});

test("a config to merge and an authority need a source, one that replaces does not", () => {
  expect(
    sectionFindings({
      config: { merge: [{ compression: "gzip" }], replace: {} },
      security: { tls: { certificateAuthorities: [{ source: "" }] } },
    }),
  ).toEqual([
    "error ignition.config.merge.0: source is required",
    "error ignition.security.tls.certificateAuthorities.0: source is required",
  ]);
});

test("a bad source of a config is reported at the entry and at the source", () => {
  expect(sectionFindings({ config: { merge: [{ source: "x:y" }] } })).toEqual([
    "error ignition.config.merge.0: invalid url scheme",
    "error ignition.config.merge.0.source: invalid url scheme",
  ]);
});

test("in 3.0.0 a config may lack its source, an authority may not", () => {
  const section = { config: { merge: [{ verification: { hash: SHA512 } }] }, security: { tls: { certificateAuthorities: [{}] } } };
  expect(sectionFindings(section, "3.0.0")).toEqual(["error ignition.security.tls.certificateAuthorities.0.source: invalid url scheme"]);
  expect(sectionFindings({ config: { replace: { verification: { hash: "x" } } } }, "3.0.0")).toEqual([
    "error ignition.config.replace.verification.hash: malformed hash specifier",
  ]);
});

test("proxies are HTTP", () => {
  expect(sectionFindings({ proxy: { httpProxy: "http://p", httpsProxy: "https://p", noProxy: ["x"] } })).toEqual([]);
  expect(sectionFindings({ proxy: { httpProxy: TOKEN, httpsProxy: TOKEN } })).toEqual([]);
  expect(sectionFindings({ proxy: { httpProxy: ":x", httpsProxy: "socks://p" } })).toEqual([
    "error ignition.proxy.httpProxy: unable to parse url",
    "error ignition.proxy.httpsProxy: proxies must be http(s)",
  ]);
  expect(sectionFindings({ proxy: { httpsProxy: "http://p" } })).toEqual([
    "warning ignition.proxy.httpsProxy: insecure plaintext HTTP proxy specified for HTTPS resources",
  ]);
});
