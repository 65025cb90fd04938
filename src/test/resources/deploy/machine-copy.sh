#!/bin/bash
# machine-copy.sh run|boot COPY GIVEN: runs GIVEN/commands as root in a copy of this machine, made in the empty folder
# COPY. To be called in a mount and a network namespace of its own, with which all of it vanishes.
#   run   by bash
#   boot  as the only service of a systemd of the copy's own
set -e

# Its own /dev, /proc and /run; /tmp holds what is in GIVEN; eth0 leads nowhere.
make_copy() {
  mount -t tmpfs tmpfs "$copy"
  mkdir "$copy/upper" "$copy/work" "$root"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$copy/upper,workdir=$copy/work" "$root"
  mount -t proc proc "$root/proc"
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  mkdir "$root/dev/shm" "$root/dev/pts"
  for name in null zero full random urandom tty; do
    touch "$root/dev/$name"
    mount --bind "/dev/$name" "$root/dev/$name"
  done
  ln -s /proc/self/fd "$root/dev/fd"
  mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
  ln -s pts/ptmx "$root/dev/ptmx"
  mount -t tmpfs tmpfs "$root/run"
  mount -t tmpfs tmpfs "$root/tmp"
  cp -R "$given/." "$root/tmp/"
  ip link set lo up
  ip link add eth0 type veth peer name eth1
  ip link set eth0 up
}

# Nothing of what this machine would start, and of what other packages forbid to be started.
bare_system() {
  rm -f "$root"/usr/lib/systemd/system/*.target.wants/* "$root"/etc/systemd/system/*.target.wants/*
  # Packages take away what they leave empty.
  for folder in "$root"/etc/systemd/system/*.target.wants; do touch "$folder/.kept"; done
  rm -f "$root/usr/sbin/policy-rc.d"
  mkdir -p "$root/run/systemd/system"
  cat > "$root/run/systemd/system/commands.service" <<'UNIT'
[Unit]
DefaultDependencies=no
SuccessAction=exit-force
FailureAction=exit-force
[Service]
Type=oneshot
ExecStart=/bin/bash /tmp/commands
StandardOutput=file:/tmp/output
StandardError=inherit
UNIT
}

# The first process of its own process, cgroup and mount namespaces.
become_systemd() {
  mount -t proc proc "$root/proc"
  mount -t sysfs sysfs "$root/sys"
  mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
  cd "$root"
  # systemd gives services other roots, which it can't from within a chroot.
  pivot_root . mnt
  exec chroot . /bin/bash -c 'umount -l /mnt; exec /usr/bin/env -i container=docker PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=commands.service --log-target=journal --show-status=no'
}

copy=$2
given=${3-}
root=$copy/root
case $1 in
  run)
    make_copy
    exec chroot "$root" /bin/bash /tmp/commands
    ;;
  boot)
    make_copy
    bare_system
    mkdir "$copy/cgroup"
    mount -t cgroup2 cgroup2 "$copy/cgroup"
    own=$copy/cgroup/postern-$$
    mkdir "$own"
    echo $$ > "$own/cgroup.procs"
    unshare --pid --ipc --uts --cgroup --mount --fork --kill-child bash "$0" inside "$copy" || true
    echo $$ > "$copy/cgroup/cgroup.procs"
    find "$own" -depth -type d -exec rmdir {} +
    cat "$root/tmp/output"
    ;;
  inside) become_systemd ;;
esac
