import { expect, test } from "vitest";
import { HOSTNAME_PATH, refuseReserved } from "../../lib/pool/reserved";
import { thrown } from "../support";

test.each(["files", "links", "directories"])("a config that writes the hostname among its %s is refused", (kind) => {
  const error = thrown(() => refuseReserved({ storage: { [kind]: [{ path: HOSTNAME_PATH }] } }));
  expect(error.code).toBe("hostname-in-config");
  expect(error.message).toContain("'hostname'");
});

test("a config that replaces the whole is refused", () => {
  const error = thrown(() => refuseReserved({ ignition: { config: { replace: { source: "https://example.com/a.ign" } } } }));
  expect(error.code).toBe("config-replaced");
  expect(error.message).toContain("ignition.config.merge");
});

test("a source that is known only at apply replaces the whole too", () => {
  expect(thrown(() => refuseReserved({ ignition: { config: { replace: { source: "${TfToken[TOKEN.1]}" } } } })).code).toBe(
    "config-replaced",
  );
});

test("a config that merges others, and writes other paths, passes", () => {
  refuseReserved({
    ignition: { config: { merge: [{ source: "https://example.com/a.ign" }], replace: {} } },
    storage: { files: [{ path: "/etc/hostname.d" }] },
  });
});
