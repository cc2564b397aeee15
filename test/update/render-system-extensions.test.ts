import { expect, test } from "vitest";
import { checkIgnition, decodeDataUrl } from "../../lib/ignition";
import { BakeryAutoUpdate } from "../../lib/update/bakery-extension";
import { renderSystemExtensions } from "../../lib/update/render-system-extensions";
import { SystemExtension } from "../../lib/update/system-extension";
import { thrown } from "./thrown";

const context = { major: 4593, sysextArchitecture: "x86-64" };
const NEWEST = BakeryAutoUpdate.NEWEST;

test("no extensions, no configuration", () => {
  expect(renderSystemExtensions([], context)).toEqual({});
});

test("official extensions stand in one file, in the order of the list", () => {
  const config = renderSystemExtensions([SystemExtension.official("zfs"), SystemExtension.official("podman")], context);
  expect(Object.keys(config)).toEqual(["storage"]);
  const files = config.storage?.files ?? [];
  expect(files).toHaveLength(1);
  expect(files[0]).toMatchObject({ path: "/etc/flatcar/enabled-sysext.conf", mode: 0o644, overwrite: true });
  expect(Buffer.from(decodeDataUrl(files[0].contents?.source ?? "")).toString()).toBe("zfs\npodman\n");
});

test("extensions of different kinds come together", () => {
  const config = renderSystemExtensions(
    [
      SystemExtension.withoutDocker(),
      SystemExtension.official("podman"),
      SystemExtension.bakery({ name: "tailscale", version: "v1.80.3" }),
      SystemExtension.withoutContainerd(),
    ],
    context,
  );
  expect(config.storage?.files?.map((file) => file.path)).toEqual([
    "/etc/flatcar/enabled-sysext.conf",
    "/opt/extensions/tailscale/tailscale-v1.80.3-x86-64.raw",
  ]);
  expect(config.storage?.links?.map((link) => link.path)).toEqual([
    "/etc/extensions/docker-flatcar.raw",
    "/etc/extensions/tailscale.raw",
    "/etc/extensions/containerd-flatcar.raw",
  ]);
  expect(config.systemd).toBeUndefined();
});

test("what two extensions that update themselves share is written once", () => {
  const config = renderSystemExtensions(
    [
      SystemExtension.bakery({ name: "tailscale", version: "v1.80.3", autoUpdate: NEWEST }),
      SystemExtension.bakery({ name: "nerdctl", version: "2.0.3", autoUpdate: NEWEST }),
    ],
    context,
  );
  const paths = config.storage?.files?.map((file) => file.path) ?? [];
  expect(new Set(paths).size).toBe(paths.length);
  expect(paths.filter((path) => path.startsWith("/etc/"))).toEqual([
    "/etc/sysupdate.tailscale.d/tailscale.conf",
    "/etc/sysupdate.d/noop.conf",
    "/etc/sysupdate.nerdctl.d/nerdctl.conf",
  ]);
  expect(config.systemd?.units?.map((unit) => unit.name)).toEqual(["systemd-sysupdate.timer", "systemd-sysupdate.service"]);
  expect(config.systemd?.units?.[1].dropins?.map((dropin) => dropin.name)).toEqual(["tailscale.conf", "nerdctl.conf"]);
});

test("the configuration is one that Ignition accepts", () => {
  const config = renderSystemExtensions(
    [
      SystemExtension.withoutDocker(),
      SystemExtension.official("podman"),
      SystemExtension.bakery({ name: "tailscale", version: "v1.80.3", sha256: { "x86-64": "0".repeat(64) }, autoUpdate: NEWEST }),
      SystemExtension.bakery({ name: "k3s", version: "v1.32.2+k3s1", autoUpdate: BakeryAutoUpdate.PATCH_LEVEL }),
    ],
    context,
  );
  expect(checkIgnition({ ...config, ignition: { version: "3.4.0" } })).toEqual([]);
});

test("an extension twice is an error, also in two versions", () => {
  const code = (...extensions: SystemExtension[]) => thrown(() => renderSystemExtensions(extensions, context)).code;
  expect(code(SystemExtension.official("zfs"), SystemExtension.official("zfs"))).toBe("system-extension-twice");
  expect(code(SystemExtension.withoutDocker(), SystemExtension.withoutDocker())).toBe("system-extension-twice");
  const bakery = (version: string) => SystemExtension.bakery({ name: "nerdctl", version });
  expect(code(bakery("2.0.3"), bakery("2.0.4"))).toBe("system-extension-twice");
});

test("the errors of an extension come through", () => {
  expect(thrown(() => renderSystemExtensions([SystemExtension.official("x")], context)).code).toBe("system-extension-unknown");
});
