import type { TerraformStack } from "cdktf";
import { AwsImage } from "../../../../lib/aws";
import { DataHcloudImage } from "../../../../lib/imports/hcloud/data-hcloud-image";
import { Server } from "../../../../lib/imports/hcloud/server";
import { web as awsWeb } from "../../aws/rig";
import { OLD, Rig } from "../../hetzner/rig";
import type { RuleCases } from "./rule-cases";

const VERSION = OLD.version.toString();

function server(stack: TerraformStack, image: string): void {
  const labels = { "flatcar-channel": "stable", "flatcar-version": VERSION };
  new Server(stack, "a", { name: "t-a", serverType: "cx23", location: "fsn1", userData: "{}", image, labels });
}

/** A server that is made from whichever snapshot of a release was uploaded last. */
const newest = () => (stack: TerraformStack) => {
  const withSelector = `os=flatcar,flatcar-version=${VERSION}`;
  const image = new DataHcloudImage(stack, "flatcar", { withSelector, withArchitecture: "x86", mostRecent: true });
  server(stack, image.getStringAttribute("id"));
};

/** A server that is made from the first snapshot of a release, or from another one of the same. */
const snapshot = (isOther: boolean) => (rig: Rig) => {
  if (isOther) rig.addImage(OLD);
  const of = rig.emulator.images.filter(({ labels, architecture }) => labels["flatcar-version"] === VERSION && architecture === "x86");
  const image = String(of.at(isOther ? -1 : 0)?.id);
  return (stack: TerraformStack) => server(stack, image);
};

const ami = (name: string) => () => awsWeb({ nodes: { a: {} }, image: AwsImage.byName({ name, mostRecent: true }) });

/** Images that change by themselves, or under the same version. */
export const FC007: RuleCases = {
  hetzner: {
    "fc007-newest-snapshot": [undefined, newest],
    "fc007-other-snapshot": [snapshot(false), snapshot(true)],
  },
  aws: {
    "fc007-newest-ami": [undefined, ami("Flatcar-@CHANNEL@-*")],
    "fc007-exact-ami": [undefined, ami("Flatcar-@CHANNEL@-@VERSION@-hvm")],
  },
};
