import { TerraformProvider, TerraformStack } from "cdktf";
import { DataAwsAmi } from "@cdktf/provider-aws/lib/data-aws-ami/index.js";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { refuseUnknownImage } from "../pool/known-image";
import { hasToken } from "../pool/tokens";
import { addWarning } from "../pool/warning";
import { Architecture, FLATCAR_AMI_OWNER, FlatcarRelease, amiName } from "../release";
import { checkId } from "./ids";

/** What an image is looked up for. */
export interface AwsImageContext {
  readonly scope: Construct;
  readonly release: FlatcarRelease;
  readonly architecture: Architecture;
  /**
   * The provider that looks it up.
   *
   * @default - the stack's AWS provider
   */
  readonly provider?: TerraformProvider;
}

/** How an AMI is looked up by its name. */
export interface AwsImageByNameOptions {
  /**
   * The account that owns the AMI, for a copy in your own account (`self`) or a partition that Flatcar does not publish in.
   *
   * @default - the account that publishes Flatcar's AMIs, which need no subscription
   */
  readonly owner?: string;
  /**
   * The name of the AMI, exactly; `@VERSION@`, `@CHANNEL@` and `@ARCH@` (`x86_64`, `arm64`) are filled in. With `mostRecent` it may have `*` for any
   * characters and `?` for any one.
   *
   * @default - Flatcar's own name of the release, such as `Flatcar-stable-4593.2.5-hvm`
   */
  readonly name?: string;
  /**
   * Whether the newest of several AMIs is taken. What it finds can be another one tomorrow, and then a plan replaces machines although nobody changed
   * anything: a warning says so.
   *
   * @default false, which fails where there is not exactly one
   */
  readonly mostRecent?: boolean;
}

/** Which AMI machines are made from. */
export abstract class AwsImage {
  /** The AMI with the exact name of the release, of the account that publishes Flatcar, looked up when Terraform plans. */
  public static byName(options: AwsImageByNameOptions = {}): AwsImage {
    return new ImageByName(options);
  }

  /**
   * The AMI that the lock holds for the release, the architecture and a region: the very one that was reviewed, from a list that is signed. Nothing is looked
   * up, so no plan shows that the AMI is gone; `cdktf-flatcar lock age` tells when it may be.
   *
   * @param region default: the region that the provider is given as text
   * @throws FlatcarError, when a pool uses it, `ami-region` where no region is known, `ami-not-locked` where the lock holds no AMI for it
   */
  public static byLock(region?: string): AwsImage {
    return new ImageByLock(region);
  }

  /**
   * The AMI with an id.
   *
   * @param id such as `ami-0123456789abcdef0`; a token must be known at plan (a variable, a data source)
   * @throws FlatcarError, when a pool uses it, `aws-id`, `image-unknown-at-plan`
   */
  public static byId(id: string): AwsImage {
    return new ImageById(id);
  }

  /** The id of the AMI. */
  public abstract idFor(context: AwsImageContext): string;
}

const MAKE_BEFORE = "make the AMI in a run of its own, and look it up with AwsImage.byName(…)";

class ImageByName extends AwsImage {
  constructor(private readonly options: AwsImageByNameOptions) {
    super();
  }

  public override idFor({ scope, release, architecture, provider }: AwsImageContext): string {
    const { owner, mostRecent } = this.options;
    const name = this.nameFor(release, architecture);
    for (const text of [name, owner ?? ""]) refuseUnknownImage(scope, "image: AwsImage.byName(…)", text, MAKE_BEFORE);
    const id = `Image-${release.channel.name}-${release.version.toString().replace(/[^\w.-]/g, "_")}`;
    const known = scope.node.tryFindChild(id) as DataAwsAmi | undefined;
    if (known !== undefined) return known.getStringAttribute("id");
    if (mostRecent) warnOfDrift(scope, name);
    const ami = new DataAwsAmi(scope, id, {
      owners: [owner ?? FLATCAR_AMI_OWNER],
      filter: [
        { name: "name", values: [name] },
        { name: "architecture", values: [architecture.aws] },
        { name: "virtualization-type", values: ["hvm"] },
      ],
      // EC2 deprecates public AMIs by itself after two years; one that a plan names by its version is wanted all the same.
      includeDeprecated: true,
      mostRecent: mostRecent ? true : undefined,
      provider,
    });
    return ami.getStringAttribute("id");
  }

  private nameFor(release: FlatcarRelease, architecture: Architecture): string {
    const { name, mostRecent } = this.options;
    if (name === undefined) return amiName(release.version, architecture, release.channel);
    // EC2 takes both for any character: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html
    if (/[*?]/.test(name) && !mostRecent) {
      throw new FlatcarError({
        code: "ami-name",
        subject: "image: AwsImage.byName({ name })",
        received: name,
        allowed: "an exact name: one with '*' or '?' finds other AMIs as time passes, and a plan would drift by itself",
        mend: "write the whole name, with @VERSION@ for the release's version",
      });
    }
    return name
      .replace(/@VERSION@/g, release.version.toString())
      .replace(/@CHANNEL@/g, release.channel.name)
      .replace(/@ARCH@/g, architecture.aws);
  }
}

class ImageByLock extends AwsImage {
  constructor(private readonly region: string | undefined) {
    super();
  }

  public override idFor({ scope, release, architecture, provider }: AwsImageContext): string {
    const region = this.region ?? regionOf(scope, provider);
    if (region === undefined || hasToken(region)) {
      throw new FlatcarError({
        code: "ami-region",
        subject: "image: AwsImage.byLock(region)",
        received: region === undefined ? undefined : "a region known only at apply",
        allowed: "a region known at synth: the lock holds one AMI for each",
        mend: 'name it, as in AwsImage.byLock("eu-central-1"), give the provider its region as text, or use AwsImage.byName()',
      });
    }
    const id = release.ami(architecture, region);
    if (id !== undefined) return id;
    throw new FlatcarError({
      code: "ami-not-locked",
      subject: "image: AwsImage.byLock(…)",
      received: `${release.toString()} on ${architecture.name} in ${region}`,
      allowed: "a region that the lock holds an AMI of the release for",
      mend: `${release.lockName === undefined ? "take the release from a lock file" : `run 'cdktf-flatcar lock update ${release.lockName}', which adds it where one is published`}, or use AwsImage.byName(), which looks it up by its exact name`,
    });
  }
}

class ImageById extends AwsImage {
  constructor(private readonly id: string) {
    super();
  }

  public override idFor({ scope }: AwsImageContext): string {
    refuseUnknownImage(scope, "image: AwsImage.byId(…)", this.id, MAKE_BEFORE);
    checkId("ami", "image: AwsImage.byId(…)", this.id);
    return this.id;
  }
}

// The prebuilt class has the region; a provider of other bindings has it under the same name.
function regionOf(scope: Construct, provider: TerraformProvider | undefined): string | undefined {
  const providers = provider === undefined ? TerraformStack.of(scope).allProviders() : [provider];
  const regions = providers
    .filter((one) => one.terraformResourceType === "aws" && (provider !== undefined || one.alias === undefined))
    .map((one) => (one as TerraformProvider & { readonly region?: string }).region);
  return regions.length === 1 ? regions[0] : undefined;
}

function warnOfDrift(scope: Construct, name: string): void {
  addWarning(scope, {
    code: "ami-most-recent",
    subject: "image: AwsImage.byName({ mostRecent })",
    received: name,
    allowed:
      "an exact name: the newest AMI of a pattern is another one as soon as somebody publishes it, and a plan then replaces machines by itself",
    mend: "leave 'mostRecent' out, and name the AMI of one version",
  });
}
