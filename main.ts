import * as path from "path";
import { App } from "cdktf";
import { dev } from "./environments/dev";
import { prod } from "./environments/prod";
import { staging } from "./environments/staging";
import { FlatcarLock } from "./lib";
import { HetznerStack } from "./stacks/hetzner";
import { LibvirtStack } from "./stacks/libvirt";
import { PROJECT } from "./stacks/project";

const app = new App();
const lock = FlatcarLock.fromFile(path.join(PROJECT, "flatcar.lock.json"));

for (const environment of [dev, staging, prod]) {
  const { name, hetzner, libvirt } = environment;
  if (hetzner !== undefined) new HetznerStack(app, `${name}-hetzner`, environment, hetzner, lock);
  if (libvirt !== undefined) new LibvirtStack(app, `${name}-libvirt`, environment, libvirt, lock);
}

app.synth();
