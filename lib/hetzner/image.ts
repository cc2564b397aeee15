import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { DataHcloudImage } from "../imports/hcloud/data-hcloud-image";
import { hasToken, identityOf, mayBeUnknownAtPlan } from "../pool/tokens";
import { Architecture, FlatcarRelease, ImageKind } from "../release";
import { HetznerLabel, versionLabel } from "./labels";

/** What an image is looked up for. */
export interface HetznerImageContext {
  readonly scope: Construct;
  readonly release: FlatcarRelease;
  readonly architecture: Architecture;
}

/** Which snapshot servers are made from. Hetzner has no Flatcar image of its own: a snapshot has to be uploaded once per release. */
export abstract class HetznerImage {
  /**
   * The snapshot with the labels `os=flatcar`, `flatcar-channel` and `flatcar-version` of the release, and its architecture.
   * There must be exactly one: a plan fails where there is none, or where there are two.
   *
   * @param labels further labels that the snapshot must carry
   */
  public static byLabels(labels: { readonly [key: string]: string } = {}): HetznerImage {
    return new ImageByLabels(labels);
  }

  /**
   * The image with an id.
   *
   * @param id whole number; a token must be known at plan (a variable, a data source), or servers would silently be left out of the plan
   * @throws FlatcarError, when a pool uses it, `hetzner-image-id`, `image-unknown-at-plan`
   */
  public static byId(id: string): HetznerImage {
    return new ImageById(id);
  }

  /** The id of the image, for the `image` attribute of a server. */
  public abstract idFor(context: HetznerImageContext): string;
}

class ImageByLabels extends HetznerImage {
  constructor(private readonly labels: { readonly [key: string]: string }) {
    super();
  }

  public override idFor({ scope, release, architecture }: HetznerImageContext): string {
    ImageKind.HETZNER.fileName(release.version, architecture);
    const wanted = {
      [HetznerLabel.OS]: "flatcar",
      [HetznerLabel.CHANNEL]: release.channel.name,
      [HetznerLabel.VERSION]: versionLabel(release),
      ...this.labels,
    };
    const id = `Image-${release.channel.name}-${release.version.toString().replace(/[^\w.-]/g, "_")}`;
    const found = (scope.node.tryFindChild(id) as DataHcloudImage | undefined) ?? this.lookUp(scope, id, wanted, architecture);
    return found.getStringAttribute("id");
  }

  // No depends_on, ever: a lookup that waits for something is unknown at plan, and then a changed image leaves servers out of it.
  private lookUp(scope: Construct, id: string, labels: { readonly [key: string]: string }, architecture: Architecture): DataHcloudImage {
    return new DataHcloudImage(scope, id, {
      withSelector: Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(","),
      withArchitecture: architecture.hetzner,
    });
  }
}

class ImageById extends HetznerImage {
  constructor(private readonly id: string) {
    super();
  }

  public override idFor({ scope }: HetznerImageContext): string {
    if (hasToken(this.id)) {
      if (mayBeUnknownAtPlan(scope, this.id)) {
        throw new FlatcarError({
          code: "image-unknown-at-plan",
          subject: "image: HetznerImage.byId(…)",
          received: identityOf(scope, this.id),
          allowed: "an id that is known while Terraform plans: a number, a variable, or a data source",
          mend: "look the snapshot up with HetznerImage.byLabels(…), or make it in a run of its own",
        });
      }
      return this.id;
    }
    if (/^[1-9]\d*$/.test(this.id)) return this.id;
    throw new FlatcarError({
      code: "hetzner-image-id",
      subject: "image: HetznerImage.byId(…)",
      received: this.id,
      allowed: "the number of a snapshot, as text",
      mend: "take the id from `hcloud image list`, or use HetznerImage.byLabels()",
    });
  }
}
