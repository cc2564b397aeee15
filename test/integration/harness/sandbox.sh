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
