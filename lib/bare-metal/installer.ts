import { IgnitionConfig, IgnitionFile, IgnitionUnit } from "../ignition";
import { contentsUrl } from "../pool/values";
import { ImageKind, minimumRootDiskGib } from "../release";
import type { Architecture, FlatcarRelease } from "../release";
import type { InstallDisk } from "./disk";
import { INSTALL_SCRIPT, INSTALL_SCRIPT_PATH, INSTALL_VALUES } from "./install-script";
import { SMALLEST_DISK_BYTES } from "./limits";

/** What is installed on one machine. Every text may hold tokens. */
export interface Installation {
  readonly node: string;
  readonly hostname: string;
  /** The generation as text. */
  readonly generation: string;
  readonly mac: string;
  readonly disk: InstallDisk;
  readonly release: FlatcarRelease;
  readonly architecture: Architecture;
  /** Where machines reach matchbox, without a slash at the end. */
  readonly matchboxBase: string;
  /** Where `flatcar-install` finds the image; undefined for the release server. */
  readonly imageBase?: string;
  readonly sshAuthorizedKeys: readonly string[];
}

/** The spec version that matchbox serves. */
const SPEC = "3.4.0";
// Not the machine's own port: whoever waits for port 22 waits for the installed system.
const SSH_PORT = 2222;
const BYTES_PER_GIB = 1024 ** 3;

/** The machine config of a machine that is booted from the network to install another one. It ends when the installer restarts the machine. */
export function installerConfig(installation: Installation): IgnitionConfig {
  const { sshAuthorizedKeys, hostname } = installation;
  return {
    ignition: { version: SPEC },
    ...(sshAuthorizedKeys.length === 0 ? {} : { passwd: { users: [{ name: "core", sshAuthorizedKeys }] } }),
    storage: {
      files: [
        file("/etc/hostname", `${hostname}\n`),
        ...Object.entries(valuesOf(installation)).map(([name, value]) => file(`${INSTALL_VALUES}/${name}`, `${value}\n`)),
        SCRIPT_FILE,
      ],
    },
    systemd: { units: UNITS },
  };
}

const UNIT = `[Unit]
Description=Install Flatcar to disk
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/bash ${INSTALL_SCRIPT_PATH}

[Install]
WantedBy=multi-user.target
`;

const UNITS: readonly IgnitionUnit[] = [
  { name: "cdktf-flatcar-install.service", enabled: true, contents: UNIT },
  // What runs from RAM for some minutes has nothing to update and must not be restarted by anything else.
  { name: "locksmithd.service", mask: true },
  { name: "update-engine.service", mask: true },
  {
    name: "sshd.socket",
    dropins: [{ name: "10-cdktf-flatcar-port.conf", contents: `[Socket]\nListenStream=\nListenStream=${SSH_PORT}\n` }],
  },
];

// Made once: it is the largest text of each machine.
const SCRIPT_FILE: IgnitionFile = { ...file(INSTALL_SCRIPT_PATH, INSTALL_SCRIPT), mode: 0o755 };

function valuesOf(installation: Installation): { readonly [name: string]: string } {
  const { node, hostname, generation, mac, disk, release, architecture, matchboxBase, imageBase } = installation;
  const leastGib = minimumRootDiskGib(ImageKind.GENERIC, release.version) ?? 0;
  return {
    node,
    hostname,
    generation,
    disk: disk.path ?? "smallest",
    "least-bytes": String(leastGib * BYTES_PER_GIB),
    "smallest-over-bytes": String(SMALLEST_DISK_BYTES),
    channel: release.channel.name,
    version: release.version.toString(),
    board: architecture.board,
    "image-base": imageBase ?? "",
    "config-url": `${matchboxBase}/ignition?mac=${mac}&os=installed`,
  };
}

function file(path: string, text: string): IgnitionFile {
  return { path, mode: 0o644, overwrite: true, contents: { source: contentsUrl(text) } };
}
