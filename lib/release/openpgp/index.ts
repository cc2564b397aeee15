export * from "./signature";
export { TrustedKey } from "./trusted-key";
export { signatureVerifier } from "./verifier";
