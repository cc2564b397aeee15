import { mkdtempSync, readFileSync, readdirSync, rmSync } from "fs";
import * as path from "path";
import { CpuProfile, OWNERS, shares } from "./cpu-profile";
import { run } from "./measure";
import { PLATFORM_NAMES, type Table } from "./table";

/** Of enough nodes that what is done for each counts. */
const NODES = 2000;

/** Whose time synthesising a pool is, by a profile of the whole process. */
export const PROFILE: Table = {
  name: "profile",
  title: `whose the time is in which a process synthesises a pool of ${NODES} nodes`,
  async measure({ scratch, project, platforms }, add) {
    for (const platform of platforms) {
      const folder = mkdtempSync(path.join(scratch, "profile-"));
      const script = path.join(__dirname, "synth-case.js");
      const options = ["--cpu-prof", `--cpu-prof-dir=${folder}`];
      await run(process.execPath, [...options, script, platform, "pool", String(NODES), path.join(folder, "user-data")]);
      const [file] = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
      const found = shares(JSON.parse(readFileSync(path.join(folder, file), "utf8")) as CpuProfile, project);
      for (const what of OWNERS) add({ subject: PLATFORM_NAMES[platform], size: NODES, what, unit: "%", ours: found[what] });
      rmSync(folder, { recursive: true });
    }
  },
};
