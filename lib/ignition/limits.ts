/**
 * The most bytes of a config, and of a file put into one: 256 MiB. In base64 they still fit into a string, which holds 512 Mi characters:
 * https://nodejs.org/docs/latest-v20.x/api/buffer.html#bufferconstantsmax_string_length
 */
export const BYTES_MAX = 256 * 1024 * 1024;
