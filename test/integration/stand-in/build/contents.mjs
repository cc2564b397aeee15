/** What the stand-in's /usr has, and what not. All of it can be had in a Debian package; each thing that is not there makes the boot or the installation faster. */

/** The modules without which the first stage does not find /usr. */
export const FIRST_MODULES = words(`virtio_pci virtio_blk loop squashfs`);

/** Modules that the machines of the tests have use for. What these need comes along; what a kernel has built in is passed over. */
export const MODULES = words(`
  virtio_net virtio_scsi sd_mod virtio-rng virtio_balloon qemu_fw_cfg
  overlay vfat nls_ascii nls_cp437 nls_iso8859-1 efivarfs autofs4 crc32c-intel
`);

/** What is left off, as patterns of bash below the root: documents, translations, other people's hardware, and programs that nobody calls. */
export const TRIMMED = words(`
  etc boot usr/games usr/include usr/src
  usr/share/{bash-completion,bug,doc,doc-base,gcc,gdb,info,initramfs-tools,lintian,locale,man,menu,perl*,pixmaps,polkit-1,zsh}
  usr/lib/{init,initcpio,initramfs-tools,lsb,locale,openssh/ssh-*,perl*,sysusers.d} usr/lib/tmpfiles.d/x11.conf
  usr/lib/x86_64-linux-gnu/{gconv,perl*,e2fsprogs,ossl-modules,libmvec.so*,libexpatw.so*}
  usr/bin/{perl*,ssh,ssh-add,ssh-agent,ssh-argv0,ssh-copy-id,ssh-keyscan,slogin,sftp,scp,cvtsudoers,rdma,sudoreplay}
  usr/sbin/{tc,tipc,bridge,devlink,dcb,vdpa,genl,visudo,sudo_logsrvd,sudo_sendlog,debugfs,cgdisk,gdisk,fixparts,cfdisk,e4crypt,e4defrag,e2undo,e2scrub*}
  usr/lib/udev/{hwdb.d,hwdb.bin} usr/lib/udev/rules.d/60-{autosuspend,drm,evdev,fido-id,infiniband,input-id,sensor}.rules
  usr/lib/udev/rules.d/60-persistent-{alsa,input,storage-tape,v4l}.rules usr/lib/udev/rules.d/70-{camera,joystick,memory,mouse,touchpad,uaccess}.rules
  usr/lib/udev/rules.d/7{1,3,8}-*.rules usr/lib/udev/rules.d/{75-probe_mtd,81-net-dhcp,85-hwclock,96-e2scrub}.rules
  usr/lib/systemd/{boot,catalog,network,system-preset,user-generators}
  usr/lib/systemd/system-generators/systemd-{bless-boot,cryptsetup,gpt-auto,hibernate-resume,integritysetup}-generator
  usr/lib/systemd/system-generators/systemd-{rc-local,run,system-update,sysv,veritysetup}-generator
`);

/**
 * Units that stay. At the first boot systemd looks at every one, and starts what is wanted by default:
 * https://www.freedesktop.org/software/systemd/man/latest/bootup.html
 */
export const KEPT_UNITS = [
  ...words(`
    basic default emergency exit final first-boot-complete getty getty-pre graphical halt kexec local-fs local-fs-pre multi-user network network-online
    network-pre nss-lookup nss-user-lookup paths poweroff reboot remote-fs remote-fs-pre rescue shutdown sigpwr slices sockets swap sysinit time-set time-sync
    timers umount ctrl-alt-del
  `).map((name) => `${name}.target`),
  ...words(`
    fsck-root fsckd fsck@ halt hostnamed journald kexec exit logind machine-id-commit modules-load networkd networkd-wait-online networkd-wait-online@ poweroff
    reboot sysctl sysext timedated tmpfiles-setup tmpfiles-setup-dev udev-trigger udevd user-sessions
  `).map((name) => `systemd-${name}.service`),
  ...words(`fsckd journald journald-dev-log networkd udevd-control udevd-kernel`).map((name) => `systemd-${name}.socket`),
  ...words(`
    dbus.service dbus.socket dbus-org.freedesktop.hostname1.service dbus-org.freedesktop.login1.service dbus-org.freedesktop.timedate1.service
    getty@.service serial-getty@.service autovt@.service emergency.service rescue.service machine.slice user.slice user-.slice.d
    user@.service user@.service.d user@0.service.d user-runtime-dir@.service
  `),
];

/** What starts when somebody asks for it, and not at each boot. */
export const UNWANTED = words(`dbus.service systemd-logind.service`);

/**
 * What the system's own services are told to do without: under emulation a filter of system calls, or a view of the file system of one's own, costs each of
 * them a good part of a second.
 */
export const SANDBOXING =
  /^(IPAddressDeny|LockPersonality|MemoryDeny|NoNewPrivileges|Private|ProcSubset|Protect|Restrict|SystemCall|Watchdog)\w*=.*\n/gm;

function words(text) {
  return text.trim().split(/\s+/);
}
