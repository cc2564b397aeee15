import * as path from "path";
import { nodes } from "../lib";
import { HetznerProject } from "./hetzner-project";
import { PLATFORM_NAMES, type BenchOptions, type Table } from "./table";

/**
 * What `terraform plan` takes of a new stack: with the real provider of Hetzner, against an emulator of the API, which answers at once and is asked for one image. Of an applied stack
 * it would be asked for each resource, and the time would be that of Hetzner.
 */
export const TERRAFORM: Table = {
  name: "terraform",
  title: "terraform plan of a new stack of a pool, by nodes, with the real provider against an emulator of Hetzner's API",
  async measure(options, add) {
    for (const size of options.planSizes) {
      add({ subject: PLATFORM_NAMES.hetzner, size, what: "time", unit: "s", ours: await planSeconds(size, options) });
    }
  },
};

async function planSeconds(size: number, { scratch, project: root, runs }: BenchOptions): Promise<number> {
  const project = await HetznerProject.start(path.join(scratch, `terraform-${size}`), root);
  try {
    project.write(nodes("n", size));
    const terraform = project.terraform();
    await terraform.init();
    const seconds: number[] = [];
    // Of a thousand nodes it takes most of a minute.
    for (let i = 0; i < (size < 1000 ? runs : 1); i++) {
      seconds.push((await terraform.run(["plan", "-input=false", "-no-color", "-out=plan"])).seconds);
    }
    return Math.min(...seconds);
  } finally {
    await project.stop();
  }
}
