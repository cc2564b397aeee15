/**
 * The QEMU firmware-configuration item that Flatcar's Ignition reads
 * (https://www.flatcar.org/docs/latest/deploy/virt-options/libvirt/).
 */
export const FLATCAR_FW_CFG_NAME = "opt/org.flatcar-linux/config";

/** Least memory in MiB for Flatcar to boot with its built-in extensions; the official script gives 1 GiB, the documents 2 GiB. */
export const LIBVIRT_LEAST_MEMORY_MIB = 1024;
