import { App, TerraformOutput, TerraformStack } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { Subnet } from "@cdktf/provider-aws/lib/subnet/index.js";
import { Vpc } from "@cdktf/provider-aws/lib/vpc/index.js";
import { FlatcarRelease, MachineConfig, nodes } from "cdktf-flatcar";
import { ANYWHERE, AwsInstancePool, AwsNodePool, AwsPurchaseOption, AwsSubnet } from "cdktf-flatcar/aws";

const app = new App();
const stack = new TerraformStack(app, "cloud");
new AwsProvider(stack, "aws", { region: "eu-central-1" });
const vpc = new Vpc(stack, "Vpc", { cidrBlock: "10.0.0.0/16" });
const subnet = AwsSubnet.of(new Subnet(stack, "Subnet", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" }));
const release = FlatcarRelease.version("4593.2.5");
const web = new AwsNodePool(stack, "web", {
  release,
  vpcId: vpc.id,
  subnets: [subnet],
  instanceTypes: ["m7g.large", "m6g.large"],
  purchaseOption: AwsPurchaseOption.spot(),
  capacity: { min: 1, max: 3 },
  machineConfig: [MachineConfig.file({ path: "/etc/motd", contents: "hello\n", overwrite: true })],
});
web.securityGroup.allowSsh([...ANYWHERE]);
const db = new AwsInstancePool(stack, "db", {
  release,
  vpcId: vpc.id,
  subnet,
  instanceType: "m7i.large",
  elasticIps: true,
  nodes: nodes("db", 2),
});
db.machine("db-0").resource.addOverride("ebs_optimized", true);
new TerraformOutput(stack, "ips", { value: db.nodes.map((node) => node.ipv4Address) });
app.synth();
