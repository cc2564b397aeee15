#!/bin/bash
# A libvirtd that shares nothing with the host's. Called by libvirtd.ts:
#
#   libvirtd-sandbox.sh DIRECTORY     runs it in namespaces of its own until standard input ends, then removes DIRECTORY
#
# Nothing is left, whoever is killed:
#   - standard input ends when the test process dies, also by SIGKILL; `inside` sees it and ends;
#   - `inside` is process 1 of a PID namespace: the kernel ends libvirtd, virtlogd, dnsmasq and QEMU with it, and the mounts, bridges and
#     the network namespace go with the last of them;
#   - it dies with `unshare` (--kill-child), and `unshare` with this script (--pdeathsig).
set -euo pipefail
# shellcheck source=sandbox.sh
source "$(dirname "$0")/sandbox.sh"

inside() {
  local directory=$1
  umask 022
  ip link set lo up

  # libvirt and QEMU see what they need of /dev and no more. Without /dev/kvm libvirt does not probe a KVM that may be there and not work,
  # which costs minutes.
  private_dev "$directory" null zero full random urandom tty
  mkdir "$directory/dev/shm"
  mount -n -t tmpfs -o mode=1777 shm "$directory/dev/shm"
  private_tun "$directory"
  mount -n --move "$directory/dev" /dev
  # libvirt is one who looks for control groups.
  private_sys

  mount -n --bind "$directory/etc" /etc/libvirt
  mount -n --bind "$directory/lib" /var/lib/libvirt
  mount -n --bind "$directory/log" /var/log/libvirt
  mount -n --bind "$directory/cache" /var/cache/libvirt
  mount -n --bind "$directory/run" /run

  keep_consoles "$directory"

  virtlogd </dev/null >/var/log/libvirt/virtlogd.out 2>&1 3<&- &
  libvirtd </dev/null >/var/log/libvirt/libvirtd.out 2>&1 3<&- &
  until_input_ends $!
}

# Puts a wrapper in QEMU's place that keeps what machines write to their consoles.
keep_consoles() {
  local qemu shadow=$1/qemu
  qemu=$(command -v qemu-system-x86_64)
  # QEMU looks for its firmware and modules beside the folder that it lies in, so that one gets neighbours that lead to the real ones.
  mkdir -p "$shadow/bin"
  ln -s "$(dirname "$qemu")/../share" "$(dirname "$qemu")/../lib" "$shadow/"
  touch "$shadow/bin/qemu-system-x86_64"
  mount -n --bind "$qemu" "$shadow/bin/qemu-system-x86_64"
  sed "s|REAL_QEMU|$shadow/bin/qemu-system-x86_64|" "$(dirname "$0")/qemu-with-console-log.sh" >"$shadow/wrapper"
  chmod 0755 "$shadow/wrapper"
  mount -n --bind "$shadow/wrapper" "$qemu"
}

if [ "$1" = --inside ]; then
  inside "$2"
else
  supervise "$0" "$1"
fi
