import { App, TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { FlatcarRelease } from "cdktf-flatcar";
import { BareMetalBoot, BareMetalNodePool, InstallDisk, MatchboxProvider, PxeAssets } from "cdktf-flatcar/bare-metal";

const app = new App();
const stack = new TerraformStack(app, "rack");
const pem = (name: string) => new TerraformVariable(stack, name, { type: "string", sensitive: true }).stringValue;
new MatchboxProvider(stack, "matchbox", {
  endpoint: "matchbox.internal:8081",
  ca: pem("ca"),
  clientCert: pem("client_cert"),
  clientKey: pem("client_key"),
});
const rack = new BareMetalNodePool(stack, "rack", {
  release: FlatcarRelease.version("4593.2.5"),
  matchboxUrl: "http://matchbox.internal:8080",
  boot: BareMetalBoot.installToDisk({ disk: InstallDisk.smallest() }),
  assets: PxeAssets.fromMatchbox(),
  nodes: { one: { mac: "52:54:00:00:00:01" }, two: { mac: "52-54-00-00-00-02" } },
});
new TerraformOutput(stack, "stale", { value: rack.staleMachines, staticId: true });
app.synth();
