export { type CacheRequest, type CacheUnpackOptions, ImageCache } from "./cache";
export type { CachedFile } from "./cached-file";
export type { CacheContents, CacheEntry, UnfinishedEntry } from "./contents";
export type { HoldWorkOptions } from "./entry-store";
export { placeFile } from "./place";
export { ImagePlatform, type PlatformFile, platformFiles, platformFolder } from "./platform-files";
export { type FileProgress, FileStep, type FileWorkOptions } from "./progress";
