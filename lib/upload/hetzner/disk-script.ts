/** What is to be written. */
export interface DiskImage {
  /** SHA-512 of the packed bytes, 128 lower-case hexadecimal digits. */
  readonly sha512: string;
  /** Bytes, packed. */
  readonly size: number;
  /** Bytes that the disk has to have at least. */
  readonly diskBytes: number;
}

/** What the other side says of the writing. */
export interface DiskReport {
  /** Why it failed, in words; empty where it says nothing of it; undefined where it did not fail. */
  readonly failure?: string;
  /** Of the bytes that arrived; undefined where they did not all. */
  readonly sha512?: string;
  /** Bytes that arrived, packed. */
  readonly packed?: number;
  /** Bytes that were written. */
  readonly written?: number;
}

/**
 * A script for bash that takes an image packed with bzip2 from its input and writes it to a disk. It hashes what arrives, so that what went wrong on the way
 * is seen here, and says what it did in lines of a word and a value.
 *
 * @param disk path of its device
 */
export function diskScript({ sha512, size, diskBytes }: DiskImage, disk = "/dev/sda"): string {
  return `export LC_ALL=C
fail() { echo "failure $*"; exit 1; }
for program in bzip2 dd lsblk mkfifo mktemp sha512sum tee wc; do
  command -v "$program" >/dev/null || fail "the rescue system has no $program"
done
# The system that the server was made with, in place of the rescue system: its own disk must not be written under it.
! lsblk --noheadings --output MOUNTPOINT ${disk} 2>/dev/null | grep -q . || fail "the server did not start the rescue system: ${disk} is mounted"
[ -e ${disk} ] || fail "the server has no disk ${disk}"
# Of a device, or of a file in its place.
bytes=$(blockdev --getsize64 ${disk} 2>/dev/null || stat -Lc %s ${disk})
[ "$bytes" -ge ${diskBytes} ] || fail "the disk has $bytes bytes, and the image needs ${diskBytes}"
# Nothing of what was there is to be in the snapshot; where the device cannot forget it, at least its partition tables go.
blkdiscard --force ${disk} 2>/dev/null
wipefs --all --force --quiet ${disk} >/dev/null 2>&1
work=$(mktemp -d) || fail "there is no room for temporary files"
trap 'rm -rf "$work"' EXIT
mkfifo "$work/hash" "$work/count" || fail "there is no room for temporary files"
sha512sum <"$work/hash" >"$work/sha512" &
wc -c <"$work/count" >"$work/packed" &
tee "$work/hash" "$work/count" | bzip2 -dc 2>"$work/bzip2" | dd of=${disk} bs=4M iflag=fullblock conv=notrunc,fsync 2>"$work/dd"
status=("\${PIPESTATUS[@]}")
wait
read -r packed <"$work/packed"
read -r sha512 _ <"$work/sha512"
echo "packed $packed"
echo "sha512 $sha512"
sed -n 's/^\\([0-9]*\\) bytes.* copied.*/written \\1/p' "$work/dd"
[ "\${status[2]}" = 0 ] || fail "the disk cannot be written: $(grep -v records "$work/dd" | head -n 1)"
[ "\${status[1]}" = 0 ] || fail "the image cannot be unpacked: $(grep bzip2: "$work/bzip2" | head -n 1)"
[ "\${status[0]}" = 0 ] || fail "the image did not arrive"
[ "$packed" = ${size} ] || fail "$packed bytes arrived, of ${size}"
[ "$sha512" = ${sha512} ] || fail "what arrived has the SHA-512 $sha512"
blockdev --flushbufs ${disk} 2>/dev/null
sync
echo done`;
}

/** The script as one word for a shell, which need not be bash. */
export function shellCommand(script: string): string {
  return `exec bash -c '${script.replace(/'/g, "'\\''")}'`;
}

/** Reads what the script says. Without the last line, it did not come to its end. */
export function readDiskReport(output: string): DiskReport {
  const lines = output.split("\n");
  const value = (word: string): string | undefined => lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  const number = (word: string): number | undefined => {
    const text = value(word);
    return text !== undefined && /^[0-9]{1,15}$/.test(text) ? Number(text) : undefined;
  };
  const failure = value("failure") ?? (lines.includes("done") ? undefined : "");
  return { failure, sha512: value("sha512"), packed: number("packed"), written: number("written") };
}
