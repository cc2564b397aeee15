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

supervise() {
  local directory=$1 status=0 attempt
  exec 3<&0
  setpriv --pdeathsig KILL \
    unshare --mount --net --pid --ipc --uts --fork --kill-child=KILL --mount-proc "$BASH" "$0" --inside "$directory" &
  exec 3<&- </dev/null
  wait $! || status=$?
  # More than once: where `unshare` itself was killed, the processes inside may need a moment to go.
  for attempt in 1 2 3 4 5; do
    rm -rf -- "$directory" 2>/dev/null && break
    sleep 0.2
  done
  exit "$status"
}

inside() {
  local directory=$1
  umask 022
  ip link set lo up

  # libvirt and QEMU see what they need of /dev and no more. Without /dev/kvm libvirt does not probe a KVM that may be there and not work,
  # which costs minutes.
  private_dev "$directory" null zero full random urandom tty
  mkdir "$directory/dev/shm" "$directory/dev/net"
  mount -n -t tmpfs -o mode=1777 shm "$directory/dev/shm"
  if [ -e /dev/net/tun ]; then
    touch "$directory/dev/net/tun"
    mount -n --bind /dev/net/tun "$directory/dev/net/tun"
  else
    mknod -m 0666 "$directory/dev/net/tun" c 10 200
  fi
  mount -n --move "$directory/dev" /dev

  # A /sys of this network namespace, in which libvirt finds its bridges. The host's is taken away with the control groups under it, not
  # covered: libvirt looks for them in the list of mounts, and would make groups on the host that outlive it.
  umount -n --recursive --lazy /sys
  mount -n -t sysfs sysfs /sys

  mount -n --bind "$directory/etc" /etc/libvirt
  mount -n --bind "$directory/lib" /var/lib/libvirt
  mount -n --bind "$directory/log" /var/log/libvirt
  mount -n --bind "$directory/cache" /var/cache/libvirt
  mount -n --bind "$directory/run" /run

  virtlogd </dev/null >/var/log/libvirt/virtlogd.out 2>&1 3<&- &
  libvirtd </dev/null >/var/log/libvirt/libvirtd.out 2>&1 3<&- &
  until_input_ends $!
}

if [ "$1" = --inside ]; then
  inside "$2"
else
  supervise "$1"
fi
