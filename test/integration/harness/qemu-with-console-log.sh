#!/bin/bash
# Stands in QEMU's place within libvirtd's sandbox: see libvirtd-sandbox.sh.
#
# A machine's console is a terminal (`pty`) whose text QEMU throws away while nobody reads it. This adds a file to the first one, which takes
# the machine's text from its first byte on, also where somebody reads the terminal too. Each start of a QEMU begins the file anew.
#
# REAL_QEMU is put in by the sandbox: libvirt gives QEMU an environment of its own.
name=
args=()
while [ "$#" -gt 0 ]; do
  case $1 in
    -name)
      # A comma within the name is doubled, as it has to be in the option below.
      [[ $2 =~ ^guest=(([^,]|,,)*) ]] && name=${BASH_REMATCH[1]}
      ;;
    pty,id=charserial0)
      [ -z "$name" ] || set -- "$1,logfile=/var/log/libvirt/$name.console,logappend=off" "${@:2}"
      ;;
  esac
  args+=("$1")
  shift
done
exec REAL_QEMU "${args[@]}"
