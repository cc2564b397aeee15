#!/bin/bash
# An ssh server on a machine that looks like a server in rescue mode, and shares the loopback interface with this one. Called by sshd.ts:
#
#   sshd-sandbox.sh DIRECTORY     runs it in namespaces of its own until standard input ends
#
# DIRECTORY holds sshd_config and its keys, home/, and disk, which is /dev/sda inside; with a file disk-limit, /dev/sda is as large and takes only so many bytes.
# `inside` is process 1 of a PID namespace: with it end sshd and whatever runs in its sessions, whoever is killed.
set -euo pipefail
# shellcheck source=../harness/sandbox.sh
source "$(dirname "$0")/../harness/sandbox.sh"

inside() {
  local directory=$1
  private_dev "$directory" null zero urandom random tty
  if [ -e "$directory/disk-limit" ]; then
    mkdir "$directory/dev/small"
    mount -n -t tmpfs -o "size=$(cat "$directory/disk-limit")" small "$directory/dev/small"
    truncate --size "$(stat -c %s "$directory/disk")" "$directory/dev/small/sda"
    ln -s small/sda "$directory/dev/sda"
  else
    touch "$directory/dev/sda"
    mount -n --bind "$directory/disk" "$directory/dev/sda"
  fi
  mount -n --move "$directory/dev" /dev

  # Neither root's password, which may be locked, nor its home are the machine's; sshd wants a folder below /run.
  mount -n --bind "$directory/passwd" /etc/passwd
  mount -n --bind "$directory/shadow" /etc/shadow
  mount -n -t tmpfs -o mode=755,size=1m run /run
  mkdir /run/sshd
  mount -n -t tmpfs -o mode=1777,size=16m tmp "$directory/tmp"

  /usr/sbin/sshd -D -e -f "$directory/sshd_config" </dev/null 3<&- &
  until_input_ends $!
}

if [ "$1" = --inside ]; then
  inside "$2"
else
  exec 3<&0 </dev/null
  exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child=KILL --mount-proc "$BASH" "$0" --inside "$1"
fi
