import * as path from "path";
import { App } from "cdktf";
import { dev } from "./environments/dev";
import { prod } from "./environments/prod";
import { staging } from "./environments/staging";
import { FlatcarLock } from "./lib";
import { AwsStack } from "./stacks/aws";
import { BareMetalStack } from "./stacks/bare-metal";
import { HetznerStack } from "./stacks/hetzner";
import { LibvirtStack } from "./stacks/libvirt";
import { PROJECT } from "./stacks/project";

const app = new App();
const lock = FlatcarLock.fromFile(path.join(PROJECT, "flatcar.lock.json"));

for (const environment of [dev, staging, prod]) {
  const { name, aws, bareMetal, hetzner, libvirt } = environment;
  if (aws !== undefined) new AwsStack(app, `${name}-aws`, environment, aws, lock);
  if (bareMetal !== undefined) new BareMetalStack(app, `${name}-bare-metal`, environment, bareMetal, lock);
  if (hetzner !== undefined) new HetznerStack(app, `${name}-hetzner`, environment, hetzner, lock);
  if (libvirt !== undefined) new LibvirtStack(app, `${name}-libvirt`, environment, libvirt, lock);
}

app.synth();
