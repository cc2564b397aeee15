import { FlatcarError } from "../errors";
import { hasToken } from "../pool/tokens";

/**
 * Bytes of a name, so that with an ending it is still the name of a file, which may have 255
 * (https://man7.org/linux/man-pages/man3/limits.h.0p.html, NAME_MAX).
 */
const LONGEST = 180;

/**
 * Checks a name that libvirt is to give a machine, a network or a storage pool: each becomes the name of files on the host.
 *
 * @throws FlatcarError `libvirt-name`
 */
export function checkName(subject: string, name: string, mend: string): void {
  if (hasToken(name) || (/^[^/\x00-\x1f\x7f]+$/.test(name) && !/^\.|^\s|\s$/.test(name) && Buffer.byteLength(name) <= LONGEST)) return;
  throw new FlatcarError({
    code: "libvirt-name",
    subject,
    received: name,
    allowed: `a name without slashes, control characters, a dot in front or spaces around it, of at most ${LONGEST} bytes`,
    mend,
  });
}
