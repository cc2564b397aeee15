import { TerraformVariable, Token } from "cdktf";
import { expect, test } from "vitest";
import { InstallDisk } from "../../lib/bare-metal";
import { INSTALL_SCRIPT, INSTALL_SCRIPT_PATH, INSTALL_VALUES, VERIFYING_INSTALL_SCRIPT } from "../../lib/bare-metal/install-script";
import { INSTALLER_CONSTANTS, Installation, InstallerParts } from "../../lib/bare-metal/installer";
import { IgnitionConfig, IgnitionFile, IgnitionUnit, suspectedSecrets } from "../../lib/ignition";
import { Architecture, FlatcarRelease } from "../../lib/release";
import { fileIn, scratchStack, textIn, unitIn } from "../support";
import { NEW } from "./node";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA operator";
const installation: Installation = {
  node: "a",
  hostname: "a.example.com",
  generation: "3",
  mac: "52:54:00:00:00:0a",
  disk: InstallDisk.byPath("/dev/disk/by-id/one"),
  release: NEW,
  architecture: Architecture.AMD64,
  matchboxBase: "http://m.lan:8080",
};
const parts = new InstallerParts([KEY]);

const values = (config: IgnitionConfig): { [name: string]: string } =>
  Object.fromEntries(
    (config.storage?.files ?? [])
      .filter(({ path }) => path.startsWith(`${INSTALL_VALUES}/`))
      .map(({ path }) => [path.slice(INSTALL_VALUES.length + 1), textIn(config, path)]),
  );

test("the installer has the script, and what it is told in files beside it", () => {
  const config = parts.configOf(installation);
  expect(config.ignition).toEqual({ version: "3.4.0" });
  expect(textIn(config, INSTALL_SCRIPT_PATH)).toBe(INSTALL_SCRIPT);
  expect(fileIn(config, INSTALL_SCRIPT_PATH).mode).toBe(0o755);
  expect(values(config)).toEqual({
    node: "a\n",
    hostname: "a.example.com\n",
    generation: "3\n",
    disk: "/dev/disk/by-id/one\n",
    "least-bytes": `${8 * 1024 ** 3}\n`,
    "smallest-over-bytes": "10000000000\n",
    channel: "stable\n",
    version: "4593.2.5\n",
    board: "amd64-usr\n",
    "image-base": "\n",
    "config-url": "http://m.lan:8080/ignition?mac=52:54:00:00:00:0a&os=installed\n",
  });
});

test("an image that is to be verified is named by its file and hash, to the script that does so", () => {
  const config = parts.configOf({ ...installation, imageSha512: "ab".repeat(64) });
  expect(textIn(config, INSTALL_SCRIPT_PATH)).toBe(VERIFYING_INSTALL_SCRIPT);
  expect(fileIn(config, INSTALL_SCRIPT_PATH).mode).toBe(0o755);
  expect(values(config)).toEqual({
    ...values(parts.configOf(installation)),
    "image-file": "flatcar_production_image.bin.bz2\n",
    "image-sha512": `${"ab".repeat(64)}\n`,
  });
});

test.each([
  ["the script", INSTALL_SCRIPT, {}],
  ["the one that verifies", VERIFYING_INSTALL_SCRIPT, { imageSha512: "ab".repeat(64) }],
])("%s asks for every value that it is told, and for no other", (_, script, verify) => {
  const asked = [...script.matchAll(/\$\(value ([a-z0-9-]+)\)/g)].map((match) => match[1]);
  expect([...new Set(asked)].sort()).toEqual(Object.keys(values(parts.configOf({ ...installation, ...verify }))).sort());
});

test("the smallest disk, the board, the mirror and the size follow from what is installed", () => {
  const config = parts.configOf({
    ...installation,
    disk: InstallDisk.smallest(),
    architecture: Architecture.ARM64,
    release: FlatcarRelease.version("4081.3.10"),
    imageBase: "http://m.lan:8080/assets/flatcar/arm64-usr",
  });
  expect(values(config)).toMatchObject({
    disk: "smallest\n",
    board: "arm64-usr\n",
    channel: "lts\n",
    "least-bytes": `${5 * 1024 ** 3}\n`,
    "image-base": "http://m.lan:8080/assets/flatcar/arm64-usr\n",
  });
});

test("it is called as the machine will be, lets the operators in by another port, and updates nothing", () => {
  const config = parts.configOf(installation);
  expect(textIn(config, "/etc/hostname")).toBe("a.example.com\n");
  expect(config.passwd).toEqual({ users: [{ name: "core", sshAuthorizedKeys: [KEY] }] });
  expect(unitIn(config, "sshd.socket").dropins?.[0].contents).toBe("[Socket]\nListenStream=\nListenStream=2222\n");
  for (const unit of ["locksmithd.service", "update-engine.service"]) expect(unitIn(config, unit).mask).toBe(true);
  expect(new InstallerParts([]).configOf(installation)).not.toHaveProperty("passwd");
});

test("it runs once, when the network is there, and is not started again when it fails", () => {
  const { enabled, contents = "" } = unitIn(parts.configOf(installation), "cdktf-flatcar-install.service");
  expect(enabled).toBe(true);
  for (const line of [
    "After=network-online.target",
    "Type=oneshot",
    `ExecStart=/bin/bash ${INSTALL_SCRIPT_PATH}`,
    "WantedBy=multi-user.target",
  ]) {
    expect(contents.split("\n")).toContain(line);
  }
  expect(contents).not.toContain("Restart");
});

test("values known only at apply stand alone in their files, where Terraform writes their bytes", () => {
  const value = new TerraformVariable(scratchStack(), "value", {}).stringValue;
  const config = new InstallerParts([value]).configOf({
    ...installation,
    hostname: value,
    generation: Token.asString(value),
    mac: value,
    disk: InstallDisk.byPath(value),
    matchboxBase: value,
    imageBase: value,
  });
  const source = (name: string): string | undefined => fileIn(config, name).contents?.source;
  for (const name of ["hostname", "generation", "disk", "image-base"])
    expect(source(`${INSTALL_VALUES}/${name}`), name).toBe(`data:,${value}%0A`);
  expect(source(`${INSTALL_VALUES}/config-url`)).toBe(`data:,${value}%2Fignition%3Fmac%3D${value}%26os%3Dinstalled%0A`);
  expect(source("/etc/hostname")).toBe(`data:,${value}%0A`);
});

test("installers share what is the same, so that it is looked at once", () => {
  const [one, other] = ["a", "b"].map((node) => parts.configOf({ ...installation, node }));
  for (const name of ["disk", "version", "board"]) {
    expect(fileIn(one, `${INSTALL_VALUES}/${name}`)).toBe(fileIn(other, `${INSTALL_VALUES}/${name}`));
  }
  expect(values(one).node).toBe("a\n");
  expect(values(other).node).toBe("b\n");
});

test("in what every installer has nothing looks secret, so that it need not be looked into for each pool", () => {
  const [, script, verifying, ...units] = INSTALLER_CONSTANTS;
  for (const [file, text] of [[script, INSTALL_SCRIPT] as const, [verifying, VERIFYING_INSTALL_SCRIPT] as const]) {
    const config = {
      ignition: { version: "3.4.0" },
      storage: { files: [file as IgnitionFile] },
      systemd: { units: units as IgnitionUnit[] },
    };
    expect(textIn(config, INSTALL_SCRIPT_PATH)).toBe(text);
    expect(suspectedSecrets(config, () => undefined)).toEqual([]);
  }
  const whole = parts.configOf(installation);
  expect(INSTALLER_CONSTANTS).toContain(fileIn(parts.configOf({ ...installation, imageSha512: "ab" }), INSTALL_SCRIPT_PATH));
  for (const entry of [whole.ignition, fileIn(whole, INSTALL_SCRIPT_PATH), ...(whole.systemd?.units ?? [])]) {
    expect(INSTALLER_CONSTANTS).toContain(entry);
  }
});
