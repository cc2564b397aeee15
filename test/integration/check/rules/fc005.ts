import type { TerraformStack } from "cdktf";
import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { FlatcarRelease, UpdateServer } from "../../../../lib";
import { Rig, SUBNETS, web } from "../../aws/rig";
import type { RuleCases } from "./rule-cases";

export const LTS_2023 = FlatcarRelease.version("3510.3.8");
const LTS_2024 = FlatcarRelease.version("4081.3.10");

/** A pool of one instance of a release. Its AMI is there from now on. */
export const ofRelease =
  (release: FlatcarRelease, props: Parameters<typeof web>[0] = {}) =>
  (rig: Rig) => {
    addAmi(rig, `Flatcar-lts-${release.version.toString()}-hvm`);
    return web({ nodes: { a: {} }, release, ...props });
  };

/** An instance that no pool made, of whichever version of LTS. */
const plain = (version: string) => (rig: Rig) => {
  const name = `Flatcar-lts-${version}-hvm`;
  addAmi(rig, name);
  return (stack: TerraformStack) => {
    const ami = new DataAwsAmi(stack, "flatcar", { owners: ["075585003325"], filter: [{ name: "name", values: [name] }] });
    new Instance(stack, "a", {
      ami: ami.id,
      instanceType: "m7i.large",
      subnetId: SUBNETS[0].subnetId,
      userDataBase64: "e30=",
      tags: { Name: "t-a" },
    });
  };
};

/** An account has an AMI of a name once, however often a stack is written. */
function addAmi(rig: Rig, name: string): void {
  const names = added.get(rig) ?? new Set();
  added.set(rig, names);
  if (!names.has(name)) rig.standIn.addAmi({ name, architecture: "x86_64" });
  names.add(name);
}

const added = new WeakMap<Rig, Set<string>>();
const FROZEN = { updateServer: UpdateServer.public({ group: "lts-2024" }) };

/** Machines on LTS that do and do not leave their stream, and that are and are not taken past one. */
export const FC005: RuleCases = {
  aws: {
    "fc005-group-lts": [undefined, ofRelease(LTS_2024)],
    "fc005-next-stream": [ofRelease(LTS_2023, FROZEN), ofRelease(LTS_2024, FROZEN)],
    "fc005-past-a-stream": [plain("3033.3.18"), plain("4081.3.10")],
  },
};
