import { FlatcarError } from "../errors";
import { Architecture, FlatcarRelease, ReleaseArtifact } from "../release";

/**
 * Hash and size of an image's file, as the lock has them. There is no falling back on less: who asks for the lock's image gets no other one.
 *
 * @param subject what asks for it, as an error names it
 * @param otherwise how to do without the hash, as the end of an imperative sentence
 * @throws FlatcarError `image-not-locked`
 */
export function lockedArtifact(
  release: FlatcarRelease,
  architecture: Architecture,
  fileName: string,
  subject: string,
  otherwise: string,
): ReleaseArtifact {
  const artifact = release.artifact(architecture, fileName);
  if (artifact !== undefined) return artifact;
  const { lockName } = release;
  throw new FlatcarError({
    code: "image-not-locked",
    subject,
    received: `${release.toString()} on ${architecture.name}`,
    allowed: `a release of a lock that holds the SHA-512 of ${fileName}`,
    mend: `${lockName === undefined ? "take the release from a lock file" : `run 'cdktf-flatcar lock update ${lockName}', which adds it`}, or ${otherwise}`,
  });
}
