import { randomUUID } from "crypto";
import * as fs from "fs";
import * as path from "path";
import { Libvirtd } from "../harness";
import { PlannedMachines } from "./planned-machines";

/** A text for each domain and volume of a host that is another one when something else has taken its place. */
export interface HostState {
  /** By domain name: the boot. */
  readonly domains: ReadonlyMap<string, string>;
  /** By file name: the file. */
  readonly volumes: ReadonlyMap<string, string>;
}

const MARK = /<<mark [0-9a-f-]{36}>>$/;
const MARK_LENGTH = "<<mark >>".length + 36;

/** Reads a host, and leaves a mark behind the end of each disk that has none yet: a disk that keeps it is the same disk. */
export async function readHost(libvirtd: Libvirtd, directory: string): Promise<HostState> {
  const domains = Object.entries(await libvirtd.bootIds());
  const files = fs.existsSync(directory) ? fs.readdirSync(directory).sort() : [];
  return { domains: new Map(domains), volumes: new Map(files.map((file) => [file, identify(path.join(directory, file))])) };
}

/** What became of the domains and volumes between two looks at the host. */
export function touched(before: HostState, after: HostState): PlannedMachines {
  const names = (change: (was: string | undefined, is: string | undefined) => boolean): string[] =>
    (["domains", "volumes"] as const).flatMap((kind) =>
      [...new Set([...before[kind].keys(), ...after[kind].keys()])].filter((name) => change(before[kind].get(name), after[kind].get(name))),
    );
  return {
    made: names((was, is) => was === undefined && is !== undefined).sort(),
    replaced: names((was, is) => was !== undefined && is !== undefined && was !== is).sort(),
    gone: names((was, is) => was !== undefined && is === undefined).sort(),
  };
}

// A disk gets a mark behind its last cluster, where neither QEMU nor libvirt looks. A config is read by the provider as a whole, so its times
// and its place on the disk must do.
function identify(file: string): string {
  if (!file.endsWith(".qcow2")) {
    const { ino, mtimeNs } = fs.statSync(file, { bigint: true });
    return `${ino} ${mtimeNs}`;
  }
  const { size } = fs.statSync(file);
  const handle = fs.openSync(file, "r+");
  try {
    const end = Buffer.alloc(MARK_LENGTH);
    fs.readSync(handle, end, 0, MARK_LENGTH, Math.max(0, size - MARK_LENGTH));
    const known = MARK.exec(end.toString("latin1"))?.[0];
    const mark = known ?? `<<mark ${randomUUID()}>>`;
    if (known === undefined) fs.writeSync(handle, mark, size);
    return mark;
  } finally {
    fs.closeSync(handle);
  }
}
