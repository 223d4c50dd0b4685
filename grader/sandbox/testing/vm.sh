#!/usr/bin/env bash
# Runs a command on Debian's own kernel, in an emulated machine that sees this one's files and can change none of them:
# for what the kernel at hand does not have, such as cgroup v2 (level A+) or an old Landlock.
#
#   grader/sandbox/testing/vm.sh build/default/bin/grader doctor
#
# Needs: apt-get install --no-install-recommends qemu-system-x86 linux-image-amd64 busybox-static cpio
# What is written there is lost with the machine; /tmp and /run are its own. Exit status: the command's.
set -euo pipefail

kernel=$(find /boot -name 'vmlinuz-*-amd64' ! -name '*-cloud-*' | sort -V | tail -1)
version=${kernel#/boot/vmlinuz-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/root"/{bin,modules,proc,sys,dev,host,new}
cp /bin/busybox "$work/root/bin/busybox"
# With what they need, in the order in which they need it.
while read -r _ file _; do
  name=$(basename "$file")
  [[ -f $work/root/modules/$name ]] && continue
  cp "$file" "$work/root/modules/"
  echo "$name" >>"$work/root/modules/order"
done < <(for name in virtio_pci 9pnet_virtio 9p overlay; do modprobe -S "$version" --show-depends "$name"; done | grep ^insmod)
printf '%q ' "$@" >"$work/root/command"
cat >"$work/root/init" <<EOF
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin:/usr/bin:/sbin:/usr/sbin
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs dev /dev
while read -r module; do insmod /modules/\$module; done </modules/order
mount -t 9p -o trans=virtio,version=9p2000.L,msize=1048576,ro,cache=loose host /host || echo "no host"
mkdir /upper; mount -t tmpfs tmpfs /upper; mkdir /upper/data /upper/work
mount -t overlay -o lowerdir=/host,upperdir=/upper/data,workdir=/upper/work overlay /new || echo "no overlay"
for folder in proc sys dev; do mount --move /\$folder /new/\$folder; done
mount -t tmpfs tmpfs /new/tmp; mount -t tmpfs tmpfs /new/run
mkdir -p /new/dev/shm /new/dev/pts; mount -t tmpfs tmpfs /new/dev/shm; mount -t devpts devpts /new/dev/pts
mount -t cgroup2 cgroup2 /new/sys/fs/cgroup
echo "+memory +pids" >/new/sys/fs/cgroup/cgroup.subtree_control
ifconfig lo 127.0.0.1 up
cp /command /new/tmp/command
exec switch_root /new /bin/bash -c 'cd "$PWD"; export PATH HOME=/root TERM=dumb; bash /tmp/command; echo "exit status \$?"; echo o >/proc/sysrq-trigger; sleep 60'
EOF
chmod +x "$work/root/init"
(cd "$work/root" && find . | cpio --quiet -o -H newc | gzip -1 >"$work/initrd")
qemu-system-x86_64 -machine q35 -cpu max -m 4096 -smp 2 -nographic -no-reboot -kernel "$kernel" -initrd "$work/initrd" \
  -append "console=ttyS0 quiet panic=-1" -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap \
  </dev/null | tr -d '\r' | tee "$work/output"
status=$(sed -n 's/^exit status \([0-9]*\)$/\1/p' "$work/output" | tail -1)
exit "${status:-125}"
