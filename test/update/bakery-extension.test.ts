import { describe, expect, test } from "vitest";
import { decodeDataUrl } from "../../lib/ignition";
import { BakeryAutoUpdate, BakeryExtension, BakeryExtensionOptions } from "../../lib/update/bakery-extension";
import { thrown } from "./thrown";

const render = (options: BakeryExtensionOptions, architecture = "x86-64") => new BakeryExtension(options).render(architecture);
const text = (file: { contents?: { source?: string } }) => Buffer.from(decodeDataUrl(file.contents?.source ?? "")).toString();
const kubernetes = { name: "kubernetes", version: "v1.32.2" };

test("an extension is a versioned image and a link without version", () => {
  expect(render(kubernetes)).toEqual({
    identity: "bakery kubernetes",
    files: [
      {
        path: "/opt/extensions/kubernetes/kubernetes-v1.32.2-x86-64.raw",
        mode: 0o644,
        contents: { source: "https://extensions.flatcar.org/extensions/kubernetes-v1.32.2-x86-64.raw" },
      },
    ],
    links: [{ path: "/etc/extensions/kubernetes.raw", target: "/opt/extensions/kubernetes/kubernetes-v1.32.2-x86-64.raw", hard: false }],
    units: [],
  });
});

test("the image follows the architecture", () => {
  const { files } = render({ name: "k3s", version: "v1.32.2+k3s1" }, "arm64");
  expect(files[0].contents?.source).toBe("https://extensions.flatcar.org/extensions/k3s-v1.32.2+k3s1-arm64.raw");
});

test("updates of the patch level stay within the minor version", () => {
  const { files, units } = render({ ...kubernetes, autoUpdate: BakeryAutoUpdate.PATCH_LEVEL });
  expect(files.map((file) => file.path)).toEqual([
    "/opt/extensions/kubernetes/kubernetes-v1.32.2-x86-64.raw",
    "/etc/sysupdate.kubernetes.d/kubernetes.conf",
    "/etc/sysupdate.d/noop.conf",
  ]);
  expect(text(files[1])).toBe(
    [
      "[Transfer]",
      "Verify=false",
      "",
      "[Source]",
      "Type=url-file",
      "Path=https://extensions.flatcar.org/extensions/kubernetes/",
      "MatchPattern=kubernetes-v1.32.@v-%a.raw",
      "",
      "[Target]",
      "InstancesMax=3",
      "Type=regular-file",
      "Path=/opt/extensions/kubernetes",
      "CurrentSymlink=/etc/extensions/kubernetes.raw",
      "",
    ].join("\n"),
  );
  expect(text(files[2])).toContain("MatchPattern=invalid@v.raw\n");
  expect(units[0]).toEqual({ name: "systemd-sysupdate.timer", enabled: true });
  expect(units[1].name).toBe("systemd-sysupdate.service");
  expect(units[1].dropins?.[0]).toEqual({
    name: "kubernetes.conf",
    contents: [
      "[Service]",
      'ExecStartPre=/usr/bin/sh -c "readlink --canonicalize /etc/extensions/kubernetes.raw > /tmp/kubernetes"',
      "ExecStartPre=/usr/lib/systemd/systemd-sysupdate -C kubernetes update",
      'ExecStartPost=/usr/bin/sh -c "readlink --canonicalize /etc/extensions/kubernetes.raw > /tmp/kubernetes-new"',
      'ExecStartPost=/usr/bin/sh -c "if ! cmp --silent /tmp/kubernetes /tmp/kubernetes-new; then touch /run/reboot-required; fi"',
      "",
    ].join("\n"),
  });
});

test("updates to the newest version match any", () => {
  const { files } = render({ name: "docker-compose", version: "2.34.0", autoUpdate: BakeryAutoUpdate.NEWEST });
  expect(text(files[1])).toContain("\nMatchPattern=docker-compose-@v-%a.raw\n");
});

test("without updates nothing of systemd-sysupdate is written", () => {
  const { files, units } = render({ ...kubernetes, autoUpdate: BakeryAutoUpdate.OFF });
  expect(files).toHaveLength(1);
  expect(units).toEqual([]);
});

describe("hashes", () => {
  const sha256 = { "x86-64": "a".repeat(64), arm64: "B".repeat(64) };

  test("that of the architecture is what Ignition verifies", () => {
    const hash = (architecture: string) => render({ ...kubernetes, sha256 }, architecture).files[0].contents?.verification?.hash;
    expect(hash("x86-64")).toBe(`sha256-${"a".repeat(64)}`);
    expect(hash("arm64")).toBe(`sha256-${"b".repeat(64)}`);
  });

  test("a missing or malformed one is an error", () => {
    const code = (hashes: Record<string, string>) => thrown(() => render({ ...kubernetes, sha256: hashes })).code;
    expect(code({ arm64: sha256.arm64 })).toBe("system-extension-hash");
    expect(code({ "x86-64": "abc" })).toBe("system-extension-hash");
    expect(code({ "x86-64": `sha256-${"a".repeat(64)}` })).toBe("system-extension-hash");
    expect(code({})).toBe("system-extension-hash");
  });
});

test("a name has neither version nor path in it", () => {
  for (const name of ["", "Kubernetes", "k3s/", "../x", "a b", "-a", "kubernetes-v1.32"]) {
    expect(thrown(() => render({ name, version: "1.0.0" })).code).toBe("system-extension-name");
  }
});

test("a version is exact and without architecture", () => {
  for (const version of ["", "latest", "v", "1.0/2", "1.0 ", "v1.32.2-x86-64", "v1.32.2-arm64"]) {
    expect(thrown(() => render({ name: "kubernetes", version })).code).toBe("system-extension-version");
  }
});

test("Kubernetes does not jump over minor versions by itself", () => {
  for (const name of ["kubernetes", "k3s", "rke2"]) {
    const error = thrown(() => render({ name, version: "v1.32.2", autoUpdate: BakeryAutoUpdate.NEWEST }));
    expect(error.code).toBe("system-extension-auto-update");
    expect(error.mend).toContain("PATCH_LEVEL");
  }
});

test("updates of the patch level need a version that has one", () => {
  expect(thrown(() => render({ name: "chrony", version: "4.8", autoUpdate: BakeryAutoUpdate.PATCH_LEVEL })).code).toBe(
    "system-extension-auto-update",
  );
});
