/**
 * The most bytes of a machine config that reach matchbox: what gRPC takes as one message (https://pkg.go.dev/google.golang.org/grpc#MaxRecvMsgSize,
 * 4 MiB) without room for the config's name and the message's own fields.
 */
export const MATCHBOX_CONFIG_LIMIT = 4 * 1024 * 1024 - 512;

/**
 * The most bytes of the name of a profile or group, which matchbox makes a file of by adding `.json`: a name of a file may have 255
 * (https://man7.org/linux/man-pages/man3/limits.h.0p.html, NAME_MAX).
 */
export const MATCHBOX_NAME_LIMIT = 250;

/**
 * A disk that is chosen by its size is larger than this many bytes, as for `flatcar-install -s`
 * (https://github.com/flatcar/init/blob/flatcar-master/bin/flatcar-install).
 */
export const SMALLEST_DISK_BYTES = 10_000_000_000;

/**
 * The most bytes of a kernel's command line; the kernel forgets what is behind them
 * (https://github.com/torvalds/linux/blob/v6.12/arch/x86/include/asm/setup.h, COMMAND_LINE_SIZE, and the same for arm64).
 */
export const KERNEL_COMMAND_LINE_LIMIT = 2047;
