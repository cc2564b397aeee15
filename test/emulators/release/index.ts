export { type PlainPublication, ReleaseServerProcess } from "./child";
export { Content, type Digests } from "./content";
export { AMI_REGIONS, amisOf, type Software, type Stream } from "./documents";
export { Fault, type FaultTimes } from "./faults";
export { type ArchitectureName, type Bytes, EmulatedFeed, type Publication } from "./feed";
export { bzip2, bzip2Bomb, rawDisk, tinyQcow2 } from "./images";
export { makeSigningKeys, type Signer, type SignerName, type SigningKeys, signingKeys } from "./keys";
export { type RecordedRequest, ReleaseServer, type SigningOptions } from "./server";
export { type WriteOptions } from "./write";
