import { FlatcarError } from "../../errors";
import type { HetznerApi } from "./api";
import { HetznerServerType } from "./model";
import { UploadReport } from "./report";
import { UploadedRelease, imageBytes } from "./uploaded-release";

/** The smallest type of each architecture: https://docs.hetzner.com/cloud/servers/overview */
const SMALLEST: Readonly<Record<string, string>> = { amd64: "cx23", arm64: "cax11" };

const GB = 1000 ** 3;

/**
 * The type of the temporary server.
 *
 * @param asked default: the smallest of the architecture
 * @throws FlatcarError `hetzner-server-type-unfit`
 */
export async function chooseServerType(
  api: HetznerApi,
  release: UploadedRelease,
  asked: string | undefined,
  report: UploadReport,
): Promise<HetznerServerType> {
  const { architecture } = release;
  const wanted = asked ?? SMALLEST[architecture.name];
  const types = await api.serverTypes();
  const fitting = types.filter((type) => type.architecture === architecture.hetzner && type.diskGb * GB >= imageBytes(release));
  const type = fitting.find(({ name }) => name === wanted);
  if (type === undefined) {
    throw new FlatcarError({
      code: "hetzner-server-type-unfit",
      subject: "type of the temporary server",
      received: wanted,
      allowed: fitting.map(({ name }) => name).join(", "),
      mend: `choose one that is ${architecture.name} and whose disk holds the image, with --server-type`,
    });
  }
  if (fitting.some(({ diskGb, isDeprecated }) => !isDeprecated && diskGb < type.diskGb)) {
    report.tell(`warning: servers of the snapshot need a disk of ${type.diskGb} GB or more, as ${type.name} has`);
  }
  return type;
}

/**
 * The image of Hetzner's that a new server is made with. It is never started.
 *
 * @returns its id
 * @throws FlatcarError `hetzner-system-image`
 */
export async function chooseSystemImage(api: HetznerApi, { architecture }: UploadedRelease): Promise<number> {
  const images = await api.images({ type: "system", architecture: architecture.hetzner, status: "available" });
  // Names come and go with the years.
  const ids = (images.some(isDebian) ? images.filter(isDebian) : images).map(({ id }) => id);
  if (ids.length > 0) return Math.max(...ids);
  throw new FlatcarError({
    code: "hetzner-system-image",
    subject: `images of Hetzner for ${architecture.name}`,
    received: undefined,
    allowed: "at least one, to make the temporary server with",
    mend: "see whether the endpoint is that of the Hetzner Cloud API",
  });
}

function isDebian({ osFlavor }: { readonly osFlavor: string }): boolean {
  return osFlavor === "debian";
}
