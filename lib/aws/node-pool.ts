import {
  AutoscalingGroup,
  AutoscalingGroupMixedInstancesPolicy,
  AutoscalingGroupTag,
} from "@cdktf/provider-aws/lib/autoscaling-group/index.js";
import { AutoscalingLifecycleHook } from "@cdktf/provider-aws/lib/autoscaling-lifecycle-hook/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { Construct } from "constructs";
import { FlatcarError, placed } from "../errors";
import { ChangePolicy } from "../pool/change-policy";
import { GroupNodePoolBase } from "../pool/group-node-pool";
import { lifecycleOf } from "../pool/lifecycle";
import { ReplaceTrigger } from "../pool/replace-trigger";
import { addressOf, isListToken, textOf } from "../pool/tokens";
import { UserData, UserDataEncoding } from "../pool/user-data";
import { capacityOptions } from "./capacity-options";
import { creditSpecification } from "./cpu-credits";
import { AwsImage } from "./image";
import { instanceRefresh } from "./instance-refresh";
import { architectureOf } from "./instance-type";
import { lifecycleHooks } from "./lifecycle-hook";
import { AWS_USER_DATA_LIMIT } from "./limits";
import { claimPoolName } from "./names";
import { AwsNodePoolProps } from "./node-pool-props";
import { AwsPurchaseOption } from "./purchase-option";
import { ROOT_DEVICE, rootVolume } from "./root-volume";
import { PoolSecurityGroup } from "./security-group";
import { SharedParts, makeSharedParts, metadataOptions } from "./shared-parts";
import { checkSubnets } from "./subnet";
import { machineTags, poolTags } from "./tags";

/**
 * Flatcar machines on AWS without names: an Auto Scaling group that makes as many as it takes from a launch template, behind a security group that lets
 * nothing in until a rule is added.
 */
export class AwsNodePool extends GroupNodePoolBase {
  /** The pool's security group. */
  public readonly securityGroup: PoolSecurityGroup;
  /** The generated launch template. */
  public readonly launchTemplate: LaunchTemplate;
  /** The generated Auto Scaling group. */
  public readonly resource: AutoscalingGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsNodePoolProps,
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
      const purchase = props.purchaseOption ?? AwsPurchaseOption.onDemand();
      if (this.quorum) refuseSpot(purchase);
      checkSubnets(props.subnets);
      claimPoolName(this, name);
      const shared = makeSharedParts(this, this.poolName, name, props);
      this.securityGroup = shared.securityGroup;
      const userData = this.groupUserData();
      this.launchTemplate = this.makeTemplate(name, shared, userData);
      this.resource = this.makeGroup(name, purchase);
      this.setGroup(userData, { group: this.resource, config: this.launchTemplate, configAttribute: "user_data" });
      this.finish();
    } catch (e) {
      throw placed(e, this.node.path);
    }
  }

  /** The name of the Auto Scaling group. */
  public get groupName(): string {
    return this.resource.name;
  }

  /** The ARN of the Auto Scaling group. */
  public get groupArn(): string {
    return this.resource.arn;
  }

  private get waits(): boolean {
    return this.changePolicies.onConfigChange === ChangePolicy.NEW_NODES_ONLY;
  }

  private makeTemplate(name: string, { securityGroupIds, instanceProfile }: SharedParts, userData: UserData): LaunchTemplate {
    const { props } = this;
    const { tags = {}, provider, instanceTypes: types } = props;
    const generation = new ReplaceTrigger(this, "Generation", { generation: this.generation });
    const image = (props.image ?? AwsImage.byName()).idFor({
      scope: this,
      release: this.release,
      architecture: this.architecture,
      provider,
    });
    const { volumeSize, ...volume } = rootVolume(props, this.release);
    const limit = this.userDataLimit ?? AWS_USER_DATA_LIMIT;
    return new LaunchTemplate(this, "LaunchTemplate", {
      namePrefix: `${name}-`,
      // Where changes wait, the group follows the default version, so that new machines come from the newest one and no plan touches the group.
      updateDefaultVersion: true,
      imageId: image,
      instanceType: types[0],
      userData: userData.value,
      iamInstanceProfile: instanceProfile === undefined ? undefined : { name: instanceProfile },
      blockDeviceMappings: [{ deviceName: ROOT_DEVICE, ebs: { ...volume, volumeSize, encrypted: "true", deleteOnTermination: "true" } }],
      networkInterfaces: [
        {
          deviceIndex: 0,
          securityGroups: securityGroupIds,
          associatePublicIpAddress: props.publicIpv4 === undefined ? undefined : String(props.publicIpv4),
          ipv6AddressCount: props.ipv6AddressCount,
          deleteOnTermination: "true",
        },
      ],
      metadataOptions: metadataOptions(props),
      monitoring: props.detailedMonitoring === undefined ? undefined : { enabled: props.detailedMonitoring },
      creditSpecification: creditSpecification(props.cpuCredits),
      // Another tag would be another version, and that another machine; so what may change is the group's to hand on.
      tagSpecifications: [{ resourceType: "volume", tags: poolTags(this.poolName, name, {}) }],
      tags: poolTags(this.poolName, name, tags),
      lifecycle: lifecycleOf({
        replacedBy: [addressOf(generation)],
        createFirst: true,
        precondition:
          userData.fits === undefined
            ? undefined
            : { condition: userData.fits, errorMessage: `The machine config of ${this.poolName} is over ${limit} bytes of user data.` },
      }),
      provider,
    });
  }

  private makeGroup(name: string, purchase: AwsPurchaseOption): AutoscalingGroup {
    const { props, capacity } = this;
    const { tags = {}, provider, protectFromScaleIn = false } = props;
    const hooks = lifecycleHooks(props.lifecycleHooks ?? []);
    const template = {
      id: textOf(this.launchTemplate, "id"),
      version: this.waits ? "$Default" : textOf(this.launchTemplate, "latest_version"),
    };
    const mixed = this.mixedInstances(template, purchase);
    const group = new AutoscalingGroup(this, "Group", {
      name,
      minSize: capacity.min,
      maxSize: capacity.max,
      desiredCapacity: capacity.desired,
      vpcZoneIdentifier: props.subnets.map((subnet) => subnet.subnetId),
      launchTemplate: mixed === undefined ? template : undefined,
      mixedInstancesPolicy: mixed,
      instanceRefresh: instanceRefresh(props.instanceRefresh ?? {}, this.changePolicies.onConfigChange, protectFromScaleIn),
      initialLifecycleHook: hooks.length === 0 ? undefined : hooks,
      placementGroup: props.placementGroup,
      ...capacityOptions(props, purchase.usesSpot),
      tag: groupTags(machineTags(this.poolName, name, this.release, tags)),
      // A group whose machines cannot be had, Spot ones above all, would else be left outside of the state.
      waitForCapacityTimeout: "0",
      lifecycle: lifecycleOf({
        replacedBy: [],
        // Hooks for the first machines only: to the provider others, or none, are another group. What changes them are the resources below.
        ignore: ["initial_lifecycle_hook"],
        protect: props.protect,
      }),
      provider,
    });
    for (const hook of hooks) {
      new AutoscalingLifecycleHook(this, `LifecycleHook-${hook.name}`, { ...hook, autoscalingGroupName: textOf(group, "name"), provider });
    }
    return group;
  }

  // One type without Spot needs no policy, and reads better in a plan.
  private mixedInstances(
    template: { readonly id: string; readonly version: string },
    purchase: AwsPurchaseOption,
  ): AutoscalingGroupMixedInstancesPolicy | undefined {
    const { instanceTypes: types } = this.props;
    const instancesDistribution = purchase._distribution();
    if (types.length === 1 && !purchase.usesSpot) return undefined;
    return {
      instancesDistribution,
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: template.id, version: template.version },
        override: types.map((instanceType) => ({ instanceType })),
      },
    };
  }
}

function instanceTypes({ instanceTypes: types }: AwsNodePoolProps): Array<[string, string]> {
  if (isListToken(types) || types.length === 0 || new Set(types).size < types.length) {
    throw new FlatcarError({
      code: "instance-types",
      subject: "instanceTypes",
      received: isListToken(types) ? "a list known only at apply" : types,
      allowed: "at least one instance type, each once and written down; a member may be known only at apply",
      mend: "name the types one by one, the preferred ones first",
    });
  }
  return types.map((type, i) => [`instanceTypes[${i}]`, type]);
}

function refuseSpot(purchase: AwsPurchaseOption): void {
  if (!purchase.usesSpot) return;
  throw new FlatcarError({
    code: "spot-quorum",
    subject: "purchaseOption",
    received: "Spot machines",
    allowed: "AwsPurchaseOption.onDemand() for a pool with quorum: EC2 takes Spot machines back with two minutes' notice, several at once",
    mend: "leave 'purchaseOption' out, or take 'quorum' away where the machines keep none",
  });
}

function groupTags(tags: { readonly [key: string]: string }): AutoscalingGroupTag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true }));
}
