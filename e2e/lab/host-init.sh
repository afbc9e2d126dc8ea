#!/bin/sh
# Process 1 of a lab host: makes the inside of the namespaces look like a machine of its own, then only reaps.
# Arguments: host name, host folder, folder of all labs, nameserver, init program.
set -e
name=$1 directory=$2 labs=$3 nameserver=$4 init=$5

hostname "$name"
mount --make-rprivate /

# Copies of other namespaces' mounts would keep what they hold alive after its owner has removed it.
while read -r _ _ _ _ point _; do
  case $point in
    /run/netns/*) umount -l "$point" 2>/dev/null || true ;;
    "$directory"/*) ;;
    "$labs"/*) umount -l "$point" 2>/dev/null || true ;;
  esac
done < /proc/self/mountinfo

mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/lock

# An /etc of its own: the engine's key, its name and its resolver are not the machine's. An /opt too, for containerd
# writes there: nothing of it may stay on the machine.
layered() {
  [ -d "$1" ] || return 0
  mkdir -p "$directory/disk/system$1" "$directory/disk/work$1"
  mount -t overlay -o "lowerdir=$1,upperdir=$directory/disk/system$1,workdir=$directory/disk/work$1" overlay "$1"
}
layered /etc
layered /opt
mkdir -p /etc/docker "$directory/disk/docker-etc"
mount --bind "$directory/disk/docker-etc" /etc/docker
rm -f /etc/resolv.conf
echo "nameserver $nameserver" > /etc/resolv.conf
echo "$name" > /etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$name" > /etc/hosts

: > "$directory/ready"
exec "$init" -s -- sleep infinity
