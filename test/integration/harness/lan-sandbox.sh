#!/bin/bash
# A local network that nothing else is on. Called by lan.ts:
#
#   lan-sandbox.sh DIRECTORY     has one in namespaces of its own until standard input ends, then removes DIRECTORY
#
# DIRECTORY holds `interface` and `address`, of the bridge; `resolv.conf`; and, as far as they are wanted, `dnsmasq.conf` for a server on the bridge and
# `router.conf` for a DHCP server beside it, on a machine (a network namespace) of its own whose address is in `router-address`.
#
# /etc, /srv, /usr/local and /var are copies that take what is written: programs may put files where they have them on a machine of their own.
#
# Nothing is left, whoever is killed: see libvirtd-sandbox.sh.
set -euo pipefail
# shellcheck source=sandbox.sh
source "$(dirname "$0")/sandbox.sh"

copy_of() {
  local copies=$1 folder=$2
  mkdir -p "$copies$folder/upper" "$copies$folder/work"
  mount -n -t overlay overlay -o "lowerdir=$folder,upperdir=$copies$folder/upper,workdir=$copies$folder/work" "$folder"
}

router() {
  local directory=$1
  until ip link show dev eth0 >/dev/null 2>&1; do sleep 0.02; done
  ip address add "$(cat "$directory/router-address")" dev eth0
  ip link set eth0 up
  exec dnsmasq --keep-in-foreground --conf-file="$directory/router.conf"
}

inside() {
  local directory=$1 interface folder
  umask 022
  interface=$(cat "$directory/interface")
  private_dev "$directory" null zero full random urandom tty
  mkdir "$directory/dev/shm"
  mount -n -t tmpfs -o mode=1777 shm "$directory/dev/shm"
  private_tun "$directory"
  mount -n --move "$directory/dev" /dev
  private_sys

  # In memory: an overlay on another one is often refused, as in containers.
  mkdir "$directory/copies"
  mount -n -t tmpfs -o mode=755 copies "$directory/copies"
  for folder in /etc /srv /usr/local /var; do copy_of "$directory/copies" "$folder"; done
  mount -n -t tmpfs -o mode=755 run /run
  rm -f /etc/resolv.conf
  cp "$directory/resolv.conf" /etc/resolv.conf

  ip link set lo up
  ip link add "$interface" type bridge
  ip address add "$(cat "$directory/address")" dev "$interface"
  ip link set "$interface" up

  if [ -e "$directory/router.conf" ]; then
    ip link add router type veth peer name eth0-of-router
    unshare --net "$BASH" "$0" --router "$directory" </dev/null >"$directory/router.log" 2>&1 3<&- &
    # It is in its own network a moment later.
    until [ "$(readlink "/proc/$!/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
    ip link set eth0-of-router netns $! name eth0
    ip link set router master "$interface" up
  fi
  if [ -e "$directory/dnsmasq.conf" ]; then
    dnsmasq --keep-in-foreground --conf-file="$directory/dnsmasq.conf" </dev/null >"$directory/dnsmasq.log" 2>&1 3<&- &
  else
    sleep infinity </dev/null >/dev/null 2>&1 3<&- &
  fi
  touch "$directory/ready"
  until_input_ends $!
}

case $1 in
  --inside) inside "$2" ;;
  --router) router "$2" ;;
  *) supervise "$0" "$1" ;;
esac
