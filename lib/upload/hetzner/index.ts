export { type HetznerApi, type HetznerApiOptions, hetznerApi } from "./api";
export { removeLeftovers, removeOldKeys } from "./clean-up";
export type { PackedImage } from "./disk-writer";
export type { UploadReport } from "./report";
export { listFlatcarSnapshots, type Snapshot } from "./snapshots";
export type { HetznerTiming } from "./timing";
export { type UploadOptions, type UploadResult, uploadToHetzner } from "./upload";
export { refuseExisting, type UploadedRelease } from "./uploaded-release";
