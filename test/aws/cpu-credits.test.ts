import { expect, test } from "vitest";
import { AwsCpuCredits } from "../../lib/aws";
import { creditSpecification } from "../../lib/aws/cpu-credits";

test("nothing is said of the bill of a burstable type unless somebody says it", () => {
  expect(creditSpecification(undefined)).toBeUndefined();
  expect(creditSpecification(AwsCpuCredits.STANDARD)).toEqual({ cpuCredits: "standard" });
});
