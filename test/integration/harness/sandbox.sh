# What the sandboxes of daemons share; they source it within their namespaces.

# private_dev DIRECTORY NAME... makes DIRECTORY/dev, to be moved over /dev: the devices that are named, terminals of its own, and nothing else.
# Bind mounts, because making device nodes is often forbidden in containers.
# (mount -n: a note of these mounts under the host's /run/mount would be wrong.)
private_dev() {
  local dev=$1/dev name
  shift
  mkdir -p "$dev"
  mount -n -t tmpfs -o mode=755,size=16m dev "$dev"
  for name in "$@"; do
    touch "$dev/$name"
    mount -n --bind "/dev/$name" "$dev/$name"
  done
  mkdir "$dev/pts"
  mount -n -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$dev/pts"
  ln -s pts/ptmx "$dev/ptmx"
  ln -s /proc/self/fd "$dev/fd"
  ln -s /proc/self/fd/0 "$dev/stdin"
  ln -s /proc/self/fd/1 "$dev/stdout"
  ln -s /proc/self/fd/2 "$dev/stderr"
}

# until_input_ends PID ends this process with what the daemon ends with, or when standard input, which is kept at 3, ends.
# `read` gives 1 at the end of the input and more than 128 when the time is over. Process 1 reaps the orphans meanwhile.
until_input_ends() {
  local waited
  while kill -0 "$1" 2>/dev/null; do
    waited=0
    read -r -t 0.5 -u 3 || waited=$?
    [ "$waited" -gt 128 ] || exit 0
  done
  wait "$1"
}

# supervise SCRIPT DIRECTORY runs `SCRIPT --inside DIRECTORY` in namespaces of its own, removes DIRECTORY when it has ended, and ends with what it ended with.
supervise() {
  local script=$1 directory=$2 status=0 attempt
  exec 3<&0
  setpriv --pdeathsig KILL \
    unshare --mount --net --pid --ipc --uts --fork --kill-child=KILL --mount-proc "$BASH" "$script" --inside "$directory" &
  exec 3<&- </dev/null
  wait $! || status=$?
  # More than once: where `unshare` itself was killed, the processes inside may need a moment to go.
  for attempt in 1 2 3 4 5; do
    rm -rf -- "$directory" 2>/dev/null && break
    sleep 0.2
  done
  exit "$status"
}

# private_tun DIRECTORY adds to DIRECTORY/dev what network interfaces of programs are made with.
private_tun() {
  mkdir "$1/dev/net"
  if [ -e /dev/net/tun ]; then
    touch "$1/dev/net/tun"
    mount -n --bind /dev/net/tun "$1/dev/net/tun"
  else
    mknod -m 0666 "$1/dev/net/tun" c 10 200
  fi
}

# A /sys of this network namespace, in which its bridges are. The host's is taken away with the control groups under it, not covered: who looks
# for them in the list of mounts would make groups on the host that outlive it.
private_sys() {
  umount -n --recursive --lazy /sys
  mount -n -t sysfs sysfs /sys
}
