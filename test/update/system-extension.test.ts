import { describe, expect, test } from "vitest";
import { SystemExtension } from "../../lib/update/system-extension";
import { thrown } from "./thrown";

const x86 = { major: 4593, sysextArchitecture: "x86-64" };
const arm = { major: 4593, sysextArchitecture: "arm64" };

describe("official extensions", () => {
  test("are a name in a list", () => {
    expect(SystemExtension.official("podman")._render(arm)).toEqual({ identity: "official podman", enabledName: "podman" });
  });

  test("have names, checked where they are used", () => {
    const extension = SystemExtension.official("podmann");
    const error = thrown(() => extension._render(x86));
    expect(error).toMatchObject({ code: "system-extension-unknown", received: "podmann", mend: 'did you mean "podman"?' });
    expect(thrown(() => SystemExtension.official("tailscale")._render(x86)).mend).toContain("bakery");
  });

  test("came with a release", () => {
    expect(() => SystemExtension.official("python")._render({ ...x86, major: 4012 })).not.toThrow();
    const error = thrown(() => SystemExtension.official("python")._render({ ...x86, major: 4011 }));
    expect(error).toMatchObject({ code: "system-extension-too-new", received: 4011, allowed: "Flatcar 4012 or newer" });
  });

  test("of NVIDIA are for x86-64 only", () => {
    const driver = SystemExtension.official("nvidia-drivers-570-open");
    expect(driver._render(x86).enabledName).toBe("nvidia-drivers-570-open");
    expect(thrown(() => driver._render(arm)).code).toBe("system-extension-architecture");
  });
});

test("Docker and containerd are left out by links to /dev/null, from the release in which they are extensions", () => {
  expect(SystemExtension.withoutDocker()._render(x86).links).toEqual([
    { path: "/etc/extensions/docker-flatcar.raw", target: "/dev/null", hard: false, overwrite: true },
  ]);
  expect(SystemExtension.withoutContainerd()._render(x86).links).toEqual([
    { path: "/etc/extensions/containerd-flatcar.raw", target: "/dev/null", hard: false, overwrite: true },
  ]);
  for (const extension of [SystemExtension.withoutDocker(), SystemExtension.withoutContainerd()]) {
    expect(() => extension._render({ ...x86, major: 3794 })).not.toThrow();
    expect(thrown(() => extension._render({ ...x86, major: 3793 })).code).toBe("system-extension-too-new");
  }
});

test("an extension has a name", () => {
  expect(SystemExtension.official("podman").name).toBe("podman");
  expect(SystemExtension.bakery({ name: "tailscale", version: "v1.80.3" }).name).toBe("tailscale");
  expect(SystemExtension.withoutDocker().name).toBe("without docker");
});

test("an extension of the bakery is rendered for the architecture", () => {
  const parts = SystemExtension.bakery({ name: "tailscale", version: "v1.80.3" })._render(arm);
  expect(parts.files?.[0].path).toBe("/opt/extensions/tailscale/tailscale-v1.80.3-arm64.raw");
});
