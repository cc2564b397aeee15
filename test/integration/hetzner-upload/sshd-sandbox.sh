#!/bin/bash
# An ssh server on a machine that looks like a server in rescue mode, and shares the loopback interface with this one. Called by sshd.ts:
#
#   sshd-sandbox.sh DIRECTORY     runs it in namespaces of its own until standard input ends
#
# DIRECTORY holds sshd_config and its keys, home/, and disk, which is /dev/sda inside; with a file disk-limit, /dev/sda is as large and takes only so many bytes.
# `inside` is process 1 of a PID namespace: with it end sshd and whatever runs in its sessions, whoever is killed.
set -euo pipefail

inside() {
  local directory=$1 name daemon waited
  mkdir -p "$directory/dev"
  mount -n -t tmpfs -o mode=755,size=16m dev "$directory/dev"
  for name in null zero urandom random tty; do
    touch "$directory/dev/$name"
    mount -n --bind "/dev/$name" "$directory/dev/$name"
  done
  mkdir "$directory/dev/pts"
  mount -n -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$directory/dev/pts"
  ln -s pts/ptmx "$directory/dev/ptmx"
  ln -s /proc/self/fd "$directory/dev/fd"
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
  daemon=$!
  # `read` gives 1 at the end of the input and more than 128 when the time is over. Process 1 reaps the orphans meanwhile.
  while kill -0 "$daemon" 2>/dev/null; do
    waited=0
    read -r -t 0.5 -u 3 || waited=$?
    [ "$waited" -gt 128 ] || exit 0
  done
  wait "$daemon"
}

if [ "$1" = --inside ]; then
  inside "$2"
else
  exec 3<&0 </dev/null
  exec setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child=KILL --mount-proc "$BASH" "$0" --inside "$1"
fi
