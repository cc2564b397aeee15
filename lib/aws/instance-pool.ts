import type { TerraformResourceLifecycle } from "cdktf";
import { Eip } from "@cdktf/provider-aws/lib/eip/index.js";
import { EipAssociation } from "@cdktf/provider-aws/lib/eip-association/index.js";
import { Instance } from "@cdktf/provider-aws/lib/instance/index.js";
import { Construct } from "constructs";
import { placed } from "../errors";
import { ChangePolicy } from "../pool/change-policy";
import { lifecycleOf } from "../pool/lifecycle";
import { NamedNodePoolBase, PreparedNode } from "../pool/named-node-pool";
import { ReplaceTrigger } from "../pool/replace-trigger";
import { addressOf, textOf } from "../pool/tokens";
import { UserDataEncoding } from "../pool/user-data";
import { FlatcarRelease } from "../release";
import { creditSpecification } from "./cpu-credits";
import { checkId } from "./ids";
import { AwsImage } from "./image";
import { AwsInstancePoolProps, AwsMachine, AwsNodeOptions } from "./instance-pool-props";
import { architectureOf } from "./instance-type";
import { AWS_USER_DATA_LIMIT } from "./limits";
import { InstanceMachine } from "./machine";
import { claimPoolName } from "./names";
import { rootVolume } from "./root-volume";
import { PoolSecurityGroup } from "./security-group";
import { SharedParts, makeSharedParts, metadataOptions } from "./shared-parts";
import { AwsSubnet } from "./subnet";
import { AwsTag, checkTags, machineTags, poolTags } from "./tags";

/**
 * Flatcar machines on AWS with names: one EC2 instance per name, which keeps its addresses when it is replaced, behind a security group that lets nothing in
 * until a rule is added.
 */
export class AwsInstancePool extends NamedNodePoolBase {
  /** The pool's security group. */
  public readonly securityGroup: PoolSecurityGroup;

  private readonly images = new Map<FlatcarRelease, string>();

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsInstancePoolProps,
  ) {
    super(scope, id, () => ({
      ...props,
      platform: "aws",
      architecture: architectureOf(props.architecture, instanceTypes(props)),
      platformUserDataLimit: AWS_USER_DATA_LIMIT,
      userDataEncoding: UserDataEncoding.BASE64,
    }));
    // No function stands between here and what makes the resources: cdktf keeps the whole stack of calls for every block of each of them.
    try {
      const name = `${this.prefix}-${this.poolName}`;
      claimPoolName(this, name);
      const shared = makeSharedParts(this, this.poolName, name, props);
      this.securityGroup = shared.securityGroup;
      for (const [node, options] of Object.entries(props.nodes)) this.addInstance(node, options, shared);
      this.finish();
    } catch (e) {
      throw placed(e, this.node.path);
    }
  }

  public override get nodes(): AwsMachine[] {
    return super.nodes as AwsMachine[];
  }

  public override machine(name: string): AwsMachine {
    return super.machine(name) as AwsMachine;
  }

  private get keepsConfig(): boolean {
    return this.changePolicies.onConfigChange === ChangePolicy.NEW_NODES_ONLY;
  }

  private addInstance(name: string, options: AwsNodeOptions, { securityGroupIds, instanceProfile }: SharedParts): void {
    const { props } = this;
    const { provider } = props;
    const node = this.prepareNode(name, options);
    const subnet = this.subnetOf(name, options);
    const ownTags = { ...props.tags, ...options.tags };
    if (options.tags !== undefined) for (const tags of [options.tags, ownTags]) checkTags(tags, `nodes.${name}.tags`);
    const { rootDiskGib = props.rootDiskGib } = options;
    const volume = rootVolume(
      { ...props, rootDiskGib },
      node.release,
      options.rootDiskGib === undefined ? undefined : `nodes.${name}.rootDiskGib`,
    );
    const userData = this.userDataOf(node, options, options.privateIpv4);
    const protect = options.protect ?? props.protect ?? false;
    const trigger = new ReplaceTrigger(node.scope, "Generation", {
      generation: node.generation,
      // An instance cannot become one of another architecture: EC2 would stop it, and refuse.
      architecture: this.architecture.name,
      ...(props.publicIpv4 === undefined ? {} : { publicIpv4: props.publicIpv4 }),
    });
    const elasticIp = (options.elasticIp ?? props.elasticIps ?? false) ? this.elasticIp(node, protect, ownTags) : undefined;
    const instance = new Instance(node.scope, "Instance", {
      ami: this.imageOf(node.release),
      instanceType: options.instanceType ?? props.instanceType,
      subnetId: subnet.subnetId,
      privateIp: options.privateIpv4,
      associatePublicIpAddress: props.publicIpv4,
      ipv6AddressCount: props.ipv6AddressCount,
      vpcSecurityGroupIds: securityGroupIds,
      sourceDestCheck: props.sourceDestCheck,
      // Where nothing is said, the provider leaves what the machine had: also a role that was taken away.
      iamInstanceProfile: instanceProfile ?? "",
      userDataBase64: userData.value,
      // Otherwise the provider would stop and start the machine, and Ignition not run again.
      userDataReplaceOnChange: true,
      rootBlockDevice: { ...volume, encrypted: true, deleteOnTermination: true, tags: poolTags(this.poolName, node.resourceName, ownTags) },
      metadataOptions: metadataOptions(props),
      monitoring: props.detailedMonitoring ?? false,
      creditSpecification: creditSpecification(props.cpuCredits),
      placementGroup: props.placementGroup,
      disableApiTermination: protect,
      tags: machineTags(this.poolName, node.resourceName, node.release, ownTags),
      lifecycle: this.lifecycle(trigger, protect, userData.fits, name),
      // Released last of all: EC2 guards no address, but a protected machine, and what comes after it is not reached.
      dependsOn: elasticIp === undefined ? undefined : [elasticIp],
      provider,
    });
    if (elasticIp !== undefined) {
      const ends = { allocationId: textOf(elasticIp, "id"), instanceId: textOf(instance, "id") };
      new EipAssociation(node.scope, "ElasticIpAssociation", { ...ends, provider });
    }
    const machine = new InstanceMachine(node, instance, { privateIpv4: options.privateIpv4, publicIpv4: props.publicIpv4, elasticIp });
    this.addMachine(node, machine, userData, { machine: instance, config: instance, configAttribute: "user_data_base64" });
  }

  private subnetOf(name: string, { subnet = this.props.subnet, privateIpv4 }: AwsNodeOptions): AwsSubnet {
    checkId("subnet", subnet === this.props.subnet ? "subnet" : `nodes.${name}.subnet`, subnet.subnetId);
    if (privateIpv4 !== undefined) subnet._take(this, name, privateIpv4);
    return subnet;
  }

  private imageOf(release: FlatcarRelease): string {
    const known = this.images.get(release);
    if (known !== undefined) return known;
    const { image, provider } = this.props;
    const id = (image ?? AwsImage.byName()).idFor({ scope: this, release, architecture: this.architecture, provider });
    this.images.set(release, id);
    return id;
  }

  private elasticIp(node: PreparedNode, protect: boolean, tags: { readonly [key: string]: string }): Eip {
    return new Eip(node.scope, "ElasticIp", {
      domain: "vpc",
      tags: poolTags(this.poolName, node.resourceName, tags),
      lifecycle: lifecycleOf({ replacedBy: [], protect }),
      provider: this.props.provider,
    });
  }

  private lifecycle(
    trigger: ReplaceTrigger,
    protect: boolean,
    fits: string | undefined,
    name: string,
  ): TerraformResourceLifecycle | undefined {
    const keepsRelease = this.changePolicies.onReleaseChange === ChangePolicy.NEW_NODES_ONLY;
    const limit = this.userDataLimit ?? AWS_USER_DATA_LIMIT;
    return lifecycleOf({
      ignore: [
        // The provider reads whether there is an address now, which an Elastic IP or a stop changes, and would replace the machine for it
        // (https://github.com/hashicorp/terraform-provider-aws/issues/47100). What somebody asks for is the trigger's.
        ...(this.props.publicIpv4 === undefined ? [] : ["associate_public_ip_address"]),
        ...(this.keepsConfig ? ["user_data_base64"] : []),
        ...(keepsRelease ? ["ami", `tags["${AwsTag.CHANNEL}"]`, `tags["${AwsTag.VERSION}"]`] : []),
      ],
      // What the trigger holds never differs by policy: a change of the policy alone must not replace anything.
      replacedBy: [addressOf(trigger)],
      protect,
      precondition:
        fits === undefined
          ? undefined
          : { condition: fits, errorMessage: `The machine config of ${name} is over ${limit} bytes of user data.` },
    });
  }
}

function instanceTypes(props: AwsInstancePoolProps): Array<[string, string]> {
  const own = Object.entries(props.nodes).flatMap(([name, { instanceType }]): Array<[string, string]> =>
    instanceType === undefined ? [] : [[`nodes.${name}.instanceType`, instanceType]],
  );
  return [["instanceType", props.instanceType], ...own];
}
