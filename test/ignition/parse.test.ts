import fc from "fast-check";
import { expect, test } from "vitest";
import {
  IgnitionConfig,
  IgnitionSpecVersion,
  assertIgnition,
  encodeIgnition,
  ignitionFromObject,
  normaliseIgnition,
  parseIgnition,
} from "../../lib/ignition";
import { config } from "./arbitrary";

const TOKEN = "${TfToken[TOKEN.7]}";

test("a config is read from its text, in the order of the spec and without what is empty", () => {
  const text =
    '{"systemd":{"units":[]},"storage":{"files":[{"mode":0,"path":"/a","user":null,"group":{}}]},"ignition":{"version":"3.4.0","proxy":{}}}';
  expect(JSON.stringify(parseIgnition(text))).toBe('{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/a","mode":0}]}}');
});

test("what was encoded reads back as the normalised config", () => {
  fc.assert(
    fc.property(config, (value) => {
      expect(parseIgnition(encodeIgnition(value))).toEqual(normaliseIgnition(value));
    }),
  );
});

test("no text makes it fail otherwise than with an error of ours", () => {
  const codes = /\[(ignition-not-json|ignition-invalid|ignition-version-[a-z]+): docs\/errors\.md#/;
  const soup = fc.oneof(
    fc.json(),
    fc.string(),
    fc.json().map((json) => `{"ignition":{"version":"3.4.0"},"storage":${json}}`),
  );
  fc.assert(
    fc.property(soup, (text) => {
      try {
        parseIgnition(text);
      } catch (e) {
        expect(e instanceof Error && e.message).toMatch(codes);
      }
    }),
  );
});

test("text that is not JSON is refused with line and column", () => {
  expect(() => parseIgnition('{\n  "ignition": {"version": "3.4.0",}\n}', "web.ign")).toThrow(
    /^web\.ign, line 2, column 35: invalid character '}' looking for beginning of object key string.*\[ignition-not-json:/,
  );
  expect(() => parseIgnition("")).toThrow(/line 1, column 1: not a config \(empty\).*\[ignition-not-json:/);
  expect(() => parseIgnition("variant: flatcar\nversion: 1.1.0\n")).toThrow(
    /translate Butane or Container Linux Config.*\[ignition-not-json:/,
  );
});

test("a version that is missing, old, experimental or unknown is refused, with the file", () => {
  const of = (version?: string): string => JSON.stringify({ ignition: { version } });
  expect(() => parseIgnition(of(), "web.ign")).toThrow(/^web\.ign: ignition\.version: received nothing.*\[ignition-version-unsupported:/);
  expect(() => parseIgnition("{}")).toThrow(/\[ignition-version-unsupported:/);
  expect(() => parseIgnition(of("2.2.0"))).toThrow(/\[ignition-version-legacy:/);
  expect(() => parseIgnition(of("3.7.0-experimental"))).toThrow(/\[ignition-version-experimental:/);
  expect(() => parseIgnition('{"ignition":{"version":3}}')).toThrow(/received 3; .*\[ignition-version-unsupported:/);
});

test("the experimental version is read where that is asked for", () => {
  const experimental = { ignition: { version: "3.7.0-experimental" } };
  expect(parseIgnition(JSON.stringify(experimental), "web.ign", { experimental: true })).toEqual(experimental);
  expect(ignitionFromObject(experimental, undefined, "web.ign", { experimental: true })).toEqual(experimental);
  expect(() => ignitionFromObject(experimental)).toThrow(/\[ignition-version-experimental:/);
  expect(() => assertIgnition(experimental)).toThrow(/\[ignition-version-experimental:/);
  expect(() => assertIgnition(experimental, "web.ign", { experimental: true })).not.toThrow();
});

test("unknown keys are refused, with what was probably meant", () => {
  expect(() => parseIgnition('{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/a","content":{"source":""}}]}}')).toThrow(
    /storage\.files\.0\.content: unused key content \(did you mean "contents"\?\): received {"source":""}.*\[ignition-invalid:/,
  );
});

test("wrong types are refused, with the path", () => {
  expect(() => parseIgnition('{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/a","mode":"0644"}]}}')).toThrow(
    /storage\.files\.0\.mode: must be an integer, not a string: received "0644".*\[ignition-invalid:/,
  );
  expect(() => parseIgnition("[]")).toThrow(/a config is an object with the key ignition.*\[ignition-invalid:/);
});

test("all problems are in one error", () => {
  const files = [{ path: "a" }, { path: "/b", mode: -1 }, { path: "/c" }, { path: "/c" }, { path: "/d", overwrite: true }];
  expect(() => ignitionFromObject({ ignition: { version: "3.6.0" }, storage: { files } })).toThrow(
    /with 4 problems: storage\.files\.0\.path: path not absolute; storage\.files\.1\.mode: illegal file mode; storage\.files\.4\.overwrite: [^;]*; and 1 more/,
  );
});

test("warnings do not stop a config", () => {
  expect(parseIgnition('{"ignition":{"version":"3.4.0"},"storage":{"files":[{"path":"/a","mode":2541}]}}')).toEqual({
    ignition: { version: "3.4.0" },
    storage: { files: [{ path: "/a", mode: 0o4755 }] },
  });
});

test("values known only at apply pass every check of contents", () => {
  const config: IgnitionConfig = {
    ignition: { version: "3.4.0", config: { merge: [{ source: TOKEN, verification: { hash: TOKEN } }] }, proxy: { httpProxy: TOKEN } },
    passwd: { users: [{ name: TOKEN, sshAuthorizedKeys: [TOKEN] }] },
    storage: {
      files: [{ path: TOKEN, contents: { source: `data:,${TOKEN}`, compression: TOKEN } }],
      filesystems: [{ device: TOKEN, format: TOKEN, label: TOKEN, path: TOKEN }],
      links: [{ path: `${TOKEN}/x`, target: TOKEN }],
    },
    systemd: { units: [{ name: TOKEN, enabled: true, contents: TOKEN }] },
  };
  expect(ignitionFromObject(config)).toEqual(config);
});

test("an object may leave its version to the caller", () => {
  const object = { systemd: { units: [{ name: "a.service" }] } };
  expect(ignitionFromObject(object, IgnitionSpecVersion.V3_3_0)).toEqual({ ignition: { version: "3.3.0" }, ...object });
  expect(ignitionFromObject({ ignition: { version: "3.4.0" } }, IgnitionSpecVersion.V3_3_0)).toEqual({ ignition: { version: "3.4.0" } });
  expect(() => ignitionFromObject(object)).toThrow(/\[ignition-version-unsupported:/);
});

test("the object itself is not changed", () => {
  const object = Object.freeze({ ignition: Object.freeze({ version: "3.4.0", proxy: Object.freeze({}) }), systemd: null });
  expect(ignitionFromObject(object)).toEqual({ ignition: { version: "3.4.0" } });
});

test("a config that is only checked is named in the error", () => {
  expect(() => assertIgnition({ ignition: { version: "3.4.0" } })).not.toThrow();
  expect(() => assertIgnition({ ignition: { version: "3.4.0" }, systemd: { units: [{ name: "a" }] } }, "node web-0")).toThrow(
    /^node web-0: systemd\.units\.0\.name: invalid systemd unit extension/,
  );
});
