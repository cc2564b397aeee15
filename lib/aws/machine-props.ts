import { Architecture } from "../release";
import { AwsCpuCredits } from "./cpu-credits";
import { AwsImage } from "./image";
import { AwsInstanceProfile } from "./instance-profile";
import { AwsRootVolumeProps } from "./root-volume";

/** What machines on AWS have, in a group and by name alike. */
export interface AwsMachineProps extends AwsRootVolumeProps {
  /** The id of the VPC that the machines are in: `vpc-…`, or the `id` of a `Vpc` that the app makes. */
  readonly vpcId: string;
  /**
   * The architecture, for instance types known only at apply.
   *
   * @default - follows from the instance types
   */
  readonly architecture?: Architecture;
  /**
   * Which AMI the machines are made from.
   *
   * @default AwsImage.byName()
   */
  readonly image?: AwsImage;
  /**
   * Whether machines have a public IPv4 address of their own while they run. It costs extra. Another answer replaces machines with names; one that has an
   * Elastic IP has no other address beside it.
   *
   * @default - as the subnet says
   */
  readonly publicIpv4?: boolean;
  /**
   * How many IPv6 addresses a machine gets from its subnet's range.
   *
   * @default - as the subnet says
   */
  readonly ipv6AddressCount?: number;
  /**
   * Ids of further security groups, `sg-…`. The pool's own is always there.
   *
   * @default - the pool's own security group alone
   */
  readonly securityGroupIds?: string[];
  /**
   * What the machines may do at AWS.
   *
   * @default - nothing: they have no role
   */
  readonly instanceProfile?: AwsInstanceProfile;
  /**
   * How many network hops a machine's metadata may travel. 2 lets containers with a network of their own read it, the credentials of the machine's role included.
   * The metadata is served to sessions only (IMDSv2).
   *
   * @default 1
   */
  readonly metadataHopLimit?: number;
  /**
   * Whether CloudWatch measures every minute and not every five. It costs extra.
   *
   * @default false
   */
  readonly detailedMonitoring?: boolean;
  /**
   * How burstable instance types are billed.
   *
   * @default - as the type and the account say
   */
  readonly cpuCredits?: AwsCpuCredits;
  /**
   * Name of a placement group that the machines are in. A machine with a name stays in it where it is taken out here.
   *
   * @default - none
   */
  readonly placementGroup?: string;
  /**
   * Tags of the machines and of what the pool makes for them. Those of the package (`Name`, `flatcar-pool`, `flatcar-channel`, `flatcar-version`) come on top.
   *
   * @default - those of the package alone
   */
  readonly tags?: { [key: string]: string };
}
