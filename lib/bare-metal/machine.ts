import { IResolvable } from "cdktf";
import { Group } from "../imports/matchbox/group";
import { Profile } from "../imports/matchbox/profile";
import { PreparedNode } from "../pool/named-node-pool";
import { FlatcarRelease } from "../release";
import { BareMetalMachine, ServedProfile } from "./node-pool-props";
import { ServedRecord } from "./served-record";

/** One machine of a pool. */
export class ServedMachine implements BareMetalMachine {
  public readonly name: string;
  public readonly hostname: string;
  public readonly release: FlatcarRelease;
  public readonly profile: Profile;
  public readonly group: Group;

  constructor(
    node: PreparedNode,
    public readonly mac: string,
    served: ServedProfile,
    public readonly installer: ServedProfile | undefined,
    private readonly record: ServedRecord,
  ) {
    this.name = node.name;
    this.hostname = node.hostname;
    this.release = node.release;
    this.profile = served.profile;
    this.group = served.group;
  }

  public get stale(): IResolvable {
    return this.record.stale();
  }
}
