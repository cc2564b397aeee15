import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { DataHcloudImage } from "../../../../lib/imports/hcloud/data-hcloud-image";
import { Server } from "../../../../lib/imports/hcloud/server";
import { SUBNETS, Build as AwsBuild } from "../../aws/rig";
import type { Build } from "../../hetzner/rig";
import { PLANNED_ONLY, RuleCases } from "./rule-cases";

/** An arm64 server whose image is looked up as people write it. */
const server = (withArchitecture?: string) => (): Build => (stack) => {
  const selector = "os=flatcar,flatcar-channel=stable,flatcar-version=4593.2.5";
  const image = new DataHcloudImage(stack, "flatcar", { withSelector: selector, withArchitecture });
  new Server(stack, "a", { name: "t-a", serverType: "cax11", location: "fsn1", image: image.getStringAttribute("id"), userData: "{}" });
};

/** A group of two types of instances, each with a launch template of its own where `own` says so. */
const group = (own: boolean) => (): AwsBuild => (stack) => {
  const template = (id: string, name: string) => {
    const ami = new DataAwsAmi(stack, `flatcar-${id}`, { owners: ["075585003325"], filter: [{ name: "name", values: [name] }] });
    return new LaunchTemplate(stack, id, { name: `t-${id}`, imageId: ami.id, instanceType: "m7i.large" });
  };
  const amd64 = template("amd64", "Flatcar-stable-4593.2.5-hvm");
  const specification = ({ id }: LaunchTemplate) => ({ launchTemplateId: id, version: "1" });
  const launchTemplateSpecification = own ? specification(template("arm64", "Flatcar-stable-4593.2.5-arm64-hvm")) : undefined;
  new AutoscalingGroup(stack, "web", {
    ...{ name: "t-web", minSize: 1, maxSize: 2, vpcZoneIdentifier: [SUBNETS[0].subnetId] },
    mixedInstancesPolicy: {
      launchTemplate: {
        launchTemplateSpecification: specification(amd64),
        override: [{ instanceType: "m7i.large" }, { instanceType: "m7g.large", launchTemplateSpecification }],
      },
    },
  });
};

export const FC008: RuleCases = {
  hetzner: {
    // Hetzner refuses to make it.
    "fc008-lookup-without-architecture": [undefined, server(), PLANNED_ONLY],
    "fc008-lookup-with-architecture": [undefined, server("arm")],
  },
  aws: {
    // So does EC2.
    "fc008-one-template": [undefined, group(false), PLANNED_ONLY],
    "fc008-template-for-each": [undefined, group(true), PLANNED_ONLY],
  },
};
