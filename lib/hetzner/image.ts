import { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { FlatcarError } from "../errors";
import { DataHcloudImage } from "../imports/hcloud/data-hcloud-image";
import { refuseUnknownImage } from "../pool/known-image";
import { lockedArtifact } from "../pool/locked-image";
import { hasToken } from "../pool/tokens";
import { Architecture, FlatcarRelease, ImageKind } from "../release";
import { HetznerImageLabel, hetznerImageLabels, sha512Label } from "../release/hetzner-labels";
import { checkLabels } from "./labels";

/** What an image is looked up for. */
export interface HetznerImageContext {
  readonly scope: Construct;
  readonly release: FlatcarRelease;
  readonly architecture: Architecture;
  /**
   * The provider that looks it up.
   *
   * @default - the stack's provider for Hetzner Cloud
   */
  readonly provider?: TerraformProvider;
}

/** Which snapshot servers are made from. Hetzner has no Flatcar image of its own: a snapshot has to be uploaded once per release. */
export abstract class HetznerImage {
  /**
   * The snapshot with the labels `os=flatcar`, `flatcar-channel` and `flatcar-version` of the release, and its architecture.
   * There must be exactly one: a plan fails where there is none, or where there are two.
   *
   * @param labels further labels that the snapshot must carry
   * @throws FlatcarError, when a pool uses it, `hetzner-label`
   */
  public static byLabels(labels: { readonly [key: string]: string } = {}): HetznerImage {
    return new ImageByLabels(labels);
  }

  /**
   * The snapshot that was written from the very artifact whose hash the lock holds, as `cdktf-flatcar image upload hetzner` labels it: that of
   * {@link byLabels} with `flatcar-sha512` beside. One that somebody has made otherwise is not found.
   *
   * @param labels further labels that the snapshot must carry
   * @throws FlatcarError, when a pool uses it, `image-not-locked` where the lock holds no hash for the release and the architecture, `hetzner-label`
   */
  public static byLock(labels: { readonly [key: string]: string } = {}): HetznerImage {
    return new ImageByLock(labels);
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

const MAKE_BEFORE = "make the snapshot in a run of its own, and look it up with HetznerImage.byLabels(…)";

class ImageByLabels extends HetznerImage {
  protected readonly subject: string = "image: HetznerImage.byLabels(…)";

  constructor(private readonly labels: { readonly [key: string]: string }) {
    super();
  }

  public override idFor(context: HetznerImageContext): string {
    const { scope, release, architecture } = context;
    checkLabels(this.labels);
    for (const [key, value] of Object.entries(this.labels)) refuseUnknownImage(scope, `${this.subject}: ${key}`, value, MAKE_BEFORE);
    const fileName = ImageKind.HETZNER.fileName(release.version, architecture);
    const wanted = {
      ...hetznerImageLabels(release.channel, release.version),
      ...this.contentLabels(release, architecture, fileName),
      ...this.labels,
    };
    const id = `Image-${release.channel.name}-${release.version.toString().replace(/[^\w.-]/g, "_")}`;
    const found = (scope.node.tryFindChild(id) as DataHcloudImage | undefined) ?? this.lookUp(context, id, wanted);
    return found.getStringAttribute("id");
  }

  /** What labels say of the bytes in the snapshot. */
  protected contentLabels(_release: FlatcarRelease, _architecture: Architecture, _fileName: string): { readonly [key: string]: string } {
    return {};
  }

  // No depends_on, ever: a lookup that waits for something is unknown at plan, and then a changed image leaves servers out of it.
  private lookUp(context: HetznerImageContext, id: string, labels: { readonly [key: string]: string }): DataHcloudImage {
    const { scope, architecture, provider } = context;
    return new DataHcloudImage(scope, id, {
      withSelector: Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(","),
      withArchitecture: architecture.hetzner,
      // One that is still being made has its labels already.
      withStatus: ["available"],
      provider,
    });
  }
}

class ImageByLock extends ImageByLabels {
  protected override readonly subject: string = "image: HetznerImage.byLock(…)";

  protected override contentLabels(
    release: FlatcarRelease,
    architecture: Architecture,
    fileName: string,
  ): { readonly [key: string]: string } {
    const artifact = lockedArtifact(release, architecture, fileName, this.subject, "use HetznerImage.byLabels()");
    return { [HetznerImageLabel.SHA512]: sha512Label(artifact) };
  }
}

class ImageById extends HetznerImage {
  constructor(private readonly id: string) {
    super();
  }

  public override idFor({ scope }: HetznerImageContext): string {
    refuseUnknownImage(scope, "image: HetznerImage.byId(…)", this.id, MAKE_BEFORE);
    if (hasToken(this.id) || /^[1-9]\d*$/.test(this.id)) return this.id;
    throw new FlatcarError({
      code: "hetzner-image-id",
      subject: "image: HetznerImage.byId(…)",
      received: this.id,
      allowed: "the number of a snapshot, as text",
      mend: "take the id from `hcloud image list`, or use HetznerImage.byLabels()",
    });
  }
}
