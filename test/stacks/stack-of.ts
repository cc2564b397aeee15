import * as path from "path";
import { Environment } from "../../environments/environment";
import { FlatcarLock } from "../../lib";
import { AwsStack } from "../../stacks/aws";
import { BareMetalStack } from "../../stacks/bare-metal";
import { HetznerStack } from "../../stacks/hetzner";
import { LibvirtStack } from "../../stacks/libvirt";
import { PROJECT } from "../../stacks/project";
import { BlockJson, StackJson, synthesiseApp } from "../support";

/** The stack of an environment on AWS, as main.ts makes it. */
export function awsStackOf(environment: Environment): StackJson {
  const { name, aws } = environment;
  if (aws === undefined) throw new Error(`${name} has nothing on AWS`);
  return synthesiseApp((app) => void new AwsStack(app, `${name}-aws`, environment, aws, lock()))[`${name}-aws`];
}

/** The stack of an environment on machines of one's own, as main.ts makes it. */
export function bareMetalStackOf(environment: Environment): StackJson {
  const { name, bareMetal } = environment;
  if (bareMetal === undefined) throw new Error(`${name} has no machines of its own`);
  const id = `${name}-bare-metal`;
  return synthesiseApp((app) => void new BareMetalStack(app, id, environment, bareMetal, lock()))[id];
}

/** The stack of an environment on Hetzner Cloud, as main.ts makes it. */
export function hetznerStackOf(environment: Environment): StackJson {
  const { name, hetzner } = environment;
  if (hetzner === undefined) throw new Error(`${name} has nothing on Hetzner`);
  return synthesiseApp((app) => void new HetznerStack(app, `${name}-hetzner`, environment, hetzner, lock()))[`${name}-hetzner`];
}

/** The stack of an environment on libvirt, as main.ts makes it. */
export function libvirtStackOf(environment: Environment): StackJson {
  const { name, libvirt } = environment;
  if (libvirt === undefined) throw new Error(`${name} has nothing on libvirt`);
  return synthesiseApp((app) => void new LibvirtStack(app, `${name}-libvirt`, environment, libvirt, lock()))[`${name}-libvirt`];
}

/** The resources of a type. */
export function resourcesOf(stack: StackJson, type: string): BlockJson[] {
  return Object.values(stack.resource?.[type] ?? {});
}

/** The text of `update.conf` in each machine config of a stack, by the node's hostname. */
export function updateConfs(stack: StackJson): { [hostname: string]: string } {
  const texts = [...Object.values(stack.locals ?? {}), ...resourcesOf(stack, "libvirt_ignition").map(({ content }) => content)];
  const configs = texts.filter((text): text is string => typeof text === "string" && text.startsWith('{"ignition"'));
  return Object.fromEntries(
    configs.map((text) => {
      // The operator's key is the one thing that comes at apply.
      const config = JSON.parse(text.replace(/\$\{jsonencode\([^)]*\)\}/g, '"a key"'));
      const files: { path: string; contents: { source: string } }[] = config.storage.files;
      const contents = (wanted: string): string =>
        decodeURIComponent(files.find(({ path: at }) => at === wanted)?.contents.source.replace(/^data:,/, "") ?? "");
      return [contents("/etc/hostname").trim(), contents("/etc/flatcar/update.conf")];
    }),
  );
}

function lock(): FlatcarLock {
  return FlatcarLock.fromFile(path.join(PROJECT, "flatcar.lock.json"));
}
