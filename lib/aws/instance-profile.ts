import type { TerraformProvider } from "cdktf";
import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile/index.js";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role/index.js";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { hasToken } from "../pool/tokens";
import { AwsTags } from "./tags";

/** What a profile is made with, where one has to be made. */
export interface AwsInstanceProfileContext {
  readonly scope: Construct;
  readonly namePrefix: string;
  readonly tags: AwsTags;
  readonly provider?: TerraformProvider;
}

/** What machines may do at AWS: the profile that hands them a role. */
export abstract class AwsInstanceProfile {
  /** A profile that the app makes. */
  public static of(profile: IamInstanceProfile): AwsInstanceProfile {
    return new NamedProfile(profile.name);
  }

  /** A profile that is there already, by its name. */
  public static fromName(name: string): AwsInstanceProfile {
    return new NamedProfile(name);
  }

  /**
   * A profile of the pool's own for a role.
   *
   * @param role a role that the app makes, or the name of one that is there
   */
  public static forRole(role: IamRole | string): AwsInstanceProfile {
    return new RoleProfile(typeof role === "string" ? role : role.name);
  }

  /**
   * The profile's name, for a launch template or an instance.
   *
   * @throws FlatcarError `aws-name`
   */
  public abstract nameFor(context: AwsInstanceProfileContext): string;
}

class NamedProfile extends AwsInstanceProfile {
  constructor(private readonly name: string) {
    super();
  }

  public override nameFor(): string {
    return this.name;
  }
}

class RoleProfile extends AwsInstanceProfile {
  constructor(private readonly role: string) {
    super();
  }

  public override nameFor({ scope, namePrefix, tags, provider }: AwsInstanceProfileContext): string {
    // Groups and templates may have one in their names.
    if (!hasToken(namePrefix) && namePrefix.includes("/")) {
      throw new FlatcarError({
        code: "aws-name",
        subject: "the name of the pool's resources, <namePrefix>-<poolName>",
        received: namePrefix,
        allowed: "a name without '/' where the pool makes an instance profile: IAM takes none",
        mend: "give 'poolName' or 'namePrefix', or a profile of your own with AwsInstanceProfile.of(…)",
      });
    }
    const profile = new IamInstanceProfile(scope, "InstanceProfile", {
      namePrefix,
      role: this.role,
      tags: { ...tags },
      // Machines still have the old one while they are moved to the new.
      lifecycle: { createBeforeDestroy: true },
      provider,
    });
    return profile.name;
  }
}
