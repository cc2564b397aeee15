/** Where the installer finds what it is told: one file for each value, so that no value is ever part of a command. */
export const INSTALL_VALUES = "/etc/cdktf-flatcar/install";

/** Where the installer itself stands. */
export const INSTALL_SCRIPT_PATH = "/opt/cdktf-flatcar/install";

/**
 * The installer: installs Flatcar to the disk of the machine that it runs on, once for each generation of the machine's node, and restarts it.
 *
 * Whatever is not as expected ends it before the disk is touched, with a line on every console; nothing that destroys is tried twice.
 *
 * - The mark of a former installation is a file in the disk's OEM partition (https://github.com/flatcar/init/blob/flatcar-master/bin/flatcar-install puts
 *   the config there too). It ends the circle of a machine that goes on to start from the network.
 * - What matchbox answers is looked at: for what it cannot read it serves an empty config, and the installer's own where the node's group is missing.
 * - A machine with UEFI that comes here installed is sent to its disk, and sent again only if it has started from the disk since: else
 *   firmware that does not do as it is told would restart it for ever.
 */
export const INSTALL_SCRIPT = script("", String.raw`if [ -n "$image_base" ]; then set -- "$@" -b "$image_base"; fi`);

/**
 * The same for machines whose image has to have a certain SHA-512: it has the whole packed image in RAM, where flatcar-install has looked at its signature and
 * this script at its hash, before the disk is touched. By itself flatcar-install writes what arrives, and looks at the signature at the end.
 */
export const VERIFYING_INSTALL_SCRIPT = script(
  String.raw`
image_folder=$(mktemp --tmpdir -d cdktf-flatcar.XXXXXXXXXX)
image=$image_folder/$(value image-file)
set -- -D -C "$(value channel)" -V "$version" -B "$board" -o ''
if [ -n "$image_base" ]; then set -- "$@" -b "$image_base"; fi
(cd "$image_folder" && flatcar-install "$@") ||
  stop "the image of Flatcar $version could not be fetched, or its signature is not good; nothing was written. See journalctl -u cdktf-flatcar-install, and restart the machine to try again"
sha512=$(sha512sum <"$image" | sed 's/ .*//')
[ "$sha512" = "$(value image-sha512)" ] ||
  stop "the image of Flatcar $version is not the one that the lock holds; nothing was written. Its SHA-512 is $sha512"
`,
  String.raw`set -- "$@" -f "$image"`,
);

/**
 * @param fetch what is done before the disk is touched, after a line feed
 * @param source adds to the arguments of flatcar-install where the image comes from
 */
function script(fetch: string, source: string): string {
  return String.raw`#!/bin/bash
set -eu -o pipefail
umask 077

values=${INSTALL_VALUES}
work=/run/cdktf-flatcar
mark=cdktf-flatcar-installed
attempt=cdktf-flatcar-boot-attempt

value() { cat -- "$values/$1"; }

say() {
  local tty
  printf '%s\n' "$1"
  for tty in $(cat /sys/class/tty/console/active 2>/dev/null || true); do
    { printf '\r\n%s\r\n' "$1" >>"/dev/$tty"; } 2>/dev/null || true
  done
}

# What is said last is also what a person reads at the login prompt and after it.
conclude() {
  local unit
  say "$1"
  mkdir -p /etc/motd.d /run/issue.d
  printf '%s\n' "$1" | tee /etc/motd.d/cdktf-flatcar.conf /run/issue.d/cdktf-flatcar >/dev/null
  for unit in issuegen.service motdgen.service; do systemctl --no-block restart "$unit" || true; done
}

stop() {
  trap - EXIT
  conclude "Flatcar is not installed: $1"
  exit 1
}
trap '[ $? = 0 ] || stop "the installer failed; see journalctl -u cdktf-flatcar-install"' EXIT

# Devices come late. Runs a test until it holds, for a minute.
await() {
  local i
  for i in {1..30}; do
    udevadm settle --timeout=10 || true
    if "$@"; then return 0; fi
    sleep 2
  done
  return 1
}

is_there() { [ -n "$(lsblk -dno TYPE -- "$disk" 2>/dev/null)" ]; }

# Whether anything is mounted from a disk, or built on it. The first line is the disk itself. What cannot be read counts as used.
is_used() {
  local parts
  parts=$(lsblk -nro TYPE,MOUNTPOINT -- "$1")
  sed '1s/^[^ ][^ ]* *$/part/' <<<"$parts" | grep -Ev '^part *$' >/dev/null
}

choose_smallest() {
  local disks size name type removable fixed
  disks=$(lsblk -bdnpro SIZE,NAME,TYPE,RM,RO | sort -k1,1n -k2,2)
  while read -r size name type removable fixed; do
    [ "$type $removable $fixed" = "disk 0 0" ] || continue
    [ "$size" -gt "$floor" ] && [ "$size" -ge "$least" ] || continue
    if is_used "$name"; then continue; fi
    disk=$name
    return 0
  done <<<"$disks"
  return 1
}

# The partition of the disk whose filesystem has a label: a column of lsblk.
partition() {
  lsblk -nPpo "$1,LABEL" -- "$disk" | sed -n "s/^$1=\"\(.*\)\" LABEL=\"$2\"\$/\1/p" | sed -n 1p
}

mount_oem() {
  mkdir -p "$work/oem"
  mount "$@" -- "$oem" "$work/oem"
}

has_boot_entries() { [ -d /sys/firmware/efi ] && command -v efibootmgr >/dev/null; }

# The firmware's entries that lead to the disk.
boot_entries() {
  local uuid
  uuid=$(partition PARTUUID EFI-SYSTEM)
  [ -n "$uuid" ] || return 0
  efibootmgr -v | sed -n "s/^Boot\([0-9A-Fa-f]\{4\}\)\*\{0,1\} .*GPT,$uuid,.*/\1/Ip"
}

# What changes whenever the disk's system starts: the root filesystem counts how often it was mounted.
mounts_of_root() {
  local root
  root=$(partition NAME ROOT)
  [ -n "$root" ] || return 0
  { tune2fs -l "$root" 2>/dev/null || true; } | { grep -E '^(Mount count|Last mount time):' || true; }
}

# Returns where the disk cannot be chosen, or was chosen and not started.
start_from_disk() {
  local entry mounts
  has_boot_entries || return 0
  entry=$(boot_entries | sed -n 1p)
  [ -n "$entry" ] || return 0
  mounts=$(mounts_of_root)
  mount_oem || return 0
  if [ -e "$work/oem/$attempt" ] && [ "$(cat "$work/oem/$attempt")" = "$mounts" ]; then
    umount "$work/oem"
    return 0
  fi
  { printf '%s\n' "$mounts" >"$work/oem/$attempt" && sync && umount "$work/oem"; } || return 0
  efibootmgr -q -n "$entry" || return 0
  say "$disk has $node, generation $marked_generation; starting from it"
  systemctl reboot
  exit 0
}

is_config_of_node() {
  grep -Fq '"path":"/etc/hostname"' "$1" || return 1
  if grep -Fq "$values/" "$1"; then return 1; fi
  grep -Fq "\"source\":\"data:,$hostname%0A\"" "$1" ||
    grep -Fq "\"source\":\"data:;base64,$(printf '%s\n' "$hostname" | base64 -w 0)\"" "$1"
}

node=$(value node)
hostname=$(value hostname)
generation=$(value generation)
disk=$(value disk)
least=$(value least-bytes)
floor=$(value smallest-over-bytes)
version=$(value version)
board=$(value board)
image_base=$(value image-base)
config_url=$(value config-url)
mkdir -p "$work"

case $generation in
  '' | *[!0-9]*) stop "the generation of $node is no whole number: $generation" ;;
esac

if [ "$disk" = smallest ]; then
  await choose_smallest || stop "no fixed disk over $floor bytes, and of $least at least, is free"
else
  await is_there || stop "there is no disk $disk"
fi
case $(lsblk -dno TYPE -- "$disk") in
  disk | mpath | loop | lvm) ;;
  *) stop "$disk is no whole disk" ;;
esac
size=$(lsblk -bdno SIZE -- "$disk" | tr -d ' ')
[ "$size" -ge "$least" ] || stop "$disk has $size bytes, and Flatcar $version needs $least"
if is_used "$disk"; then stop "$disk is in use"; fi

oem=$(partition NAME OEM)
if [ -n "$oem" ]; then
  mount_oem -o ro || stop "the OEM partition of $disk cannot be read, so that nobody knows what the disk has; wipe it by hand (wipefs --all) to install anew"
  marked_generation=
  marked_node=
  if [ -e "$work/oem/$mark" ]; then read -r marked_generation marked_node <"$work/oem/$mark" || true; fi
  umount "$work/oem"
  if [ "$marked_node" = "$node" ] && [ "$marked_generation" -ge "$generation" ]; then
    start_from_disk
    conclude "Nothing was written: $disk has $node, generation $marked_generation. Put the disk before the network in the boot order, or raise the node's generation to install anew."
    exit 0
  fi
fi

say "Installing Flatcar $version to $disk for $node, generation $generation"
config=$work/config.ign
curl --fail --silent --show-error --location --globoff --retry 10 --retry-all-errors --retry-delay 5 --output "$config" --url "$config_url" ||
  stop "the machine config could not be fetched from $config_url"
# A large config comes packed in a small one.
plain=$work/plain.ign
sed -n 's/.*"replace":{"compression":"gzip","source":"data:;base64,\([^"]*\)".*/\1/p' "$config" | base64 -d | { gzip -dc 2>/dev/null || true; } >"$plain"
[ -s "$plain" ] || cp -- "$config" "$plain"
is_config_of_node "$plain" || stop "what $config_url serves is not the machine config of $node; is it one that matchbox can read?"
${fetch}
entries=
set -- -d "$disk" -C "$(value channel)" -V "$version" -B "$board" -o '' -i "$config"
${source}
if has_boot_entries; then
  entries=$(boot_entries)
  set -- "$@" -u
fi
flatcar-install "$@" || stop "flatcar-install failed; $disk has no system now. See journalctl -u cdktf-flatcar-install, and restart the machine to try again"

udevadm settle || true
oem=$(partition NAME OEM)
[ -n "$oem" ] || stop "$disk has no OEM partition after the installation"
mount_oem
printf '%s %s\n' "$generation" "$node" >"$work/oem/$mark"
sync
umount "$work/oem"
# The entries of the former system lead to the new one as well, and the firmware has room for so many only.
for entry in $entries; do efibootmgr -q -b "$entry" -B || true; done
say "Flatcar $version is on $disk; restarting"
udevadm settle || true
systemctl reboot
`;
}
