import { existsSync, readFileSync, writeFileSync } from "fs";
import * as path from "path";
import { MachineConfig } from "../lib";
import { HetznerProject } from "./hetzner-project";
import type { BenchOptions } from "./table";

/** The one machine of the template. Its name is in all that is its own, and in nothing else. */
export const NODE = "node-0";

/** A stack of one machine and what real Terraform planned of it. */
export interface PlanTemplate {
  /** The synthesised stack as it was applied. */
  readonly base: StackJson;
  /** The stack that is planned: its machine's config is another, so that the machine is replaced. */
  readonly stack: StackJson;
  /** What `terraform show -json` printed, all of it. */
  readonly plan: unknown;
}

/** What of a synthesised stack is made more of. */
export interface StackJson {
  readonly "//": {
    readonly flatcar: { readonly pools: { readonly [path: string]: { readonly nodes: { readonly [name: string]: unknown } } } };
  };
  readonly resource: { readonly [type: string]: { readonly [name: string]: { readonly [attribute: string]: unknown } } };
}

/** The template that large plans are made of: applied, changed and planned by real Terraform against an emulator of Hetzner's API, once in a run of the bench. */
export async function planTemplate({ scratch, project: root }: Pick<BenchOptions, "scratch" | "project">): Promise<PlanTemplate> {
  const file = path.join(scratch, "plan-template.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as PlanTemplate;
  const project = await HetznerProject.start(path.join(scratch, "plan-template"), root);
  try {
    const stackJson = (): StackJson => JSON.parse(readFileSync(project.file, "utf8")) as StackJson;
    project.write({ [NODE]: {} });
    const base = stackJson();
    const terraform = project.terraform();
    await terraform.init();
    await terraform.apply();
    project.write({ [NODE]: {} }, [MachineConfig.file({ path: "/etc/note", contents: "new" })]);
    const template = { base, stack: stackJson(), plan: (await terraform.plan()).json };
    writeFileSync(file, JSON.stringify(template));
    return template;
  } finally {
    await project.stop();
  }
}
