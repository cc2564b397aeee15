import { expect, test } from "vitest";
import { amiName, Architecture, Channel, FLATCAR_AMI_OWNER, FlatcarVersion } from "../../lib/release";
import { thrown } from "./thrown";

const { AMD64, ARM64 } = Architecture;
const v = (text: string): FlatcarVersion => FlatcarVersion.parse(text);

test("the AMI of a release has an exact name on each architecture", () => {
  expect(amiName(v("4593.2.5"), AMD64)).toBe("Flatcar-stable-4593.2.5-hvm");
  expect(amiName(v("4593.2.5"), ARM64)).toBe("Flatcar-stable-4593.2.5-arm64-hvm");
  expect(amiName(v("4081.3.10"), AMD64)).toBe("Flatcar-lts-4081.3.10-hvm");
});

test("the owner is an account number of twelve digits, its leading zero included", () => {
  expect(FLATCAR_AMI_OWNER).toBe("075585003325");
});

test("a channel that contradicts the version has no AMI", () => {
  expect(thrown(() => amiName(v("4593.2.5"), AMD64, Channel.ALPHA)).code).toBe("release-channel-contradicted");
});

test("a nightly has no AMI", () => {
  expect(thrown(() => amiName(v("4799.0.0+nightly-20260821-2100"), AMD64)).code).toBe("image-not-published");
});
