import { expect, test } from "vitest";
import { AwsPurchaseOption, AwsSpotAllocation } from "../../lib/aws";
import { thrown } from "../support";
import { variable } from "./pool";

test("on demand uses no Spot", () => {
  const option = AwsPurchaseOption.onDemand();
  expect(option.usesSpot).toBe(false);
  expect(option._distribution()).toEqual({
    onDemandAllocationStrategy: "prioritized",
    onDemandBaseCapacity: 0,
    onDemandPercentageAboveBaseCapacity: 100,
  });
});

test("Spot uses nothing else, at the usual price, where it is least likely to be taken away", () => {
  const option = AwsPurchaseOption.spot();
  expect(option.usesSpot).toBe(true);
  expect(option._distribution()).toMatchObject({
    onDemandPercentageAboveBaseCapacity: 0,
    spotAllocationStrategy: "price-capacity-optimized",
    spotMaxPrice: undefined,
  });
});

test("a mix has a base and a share", () => {
  const option = AwsPurchaseOption.mixed({
    onDemandBase: 2,
    onDemandPercentage: 25,
    maxPrice: "0.05",
    allocation: AwsSpotAllocation.CAPACITY_OPTIMIZED,
  });
  expect(option._distribution()).toMatchObject({
    onDemandBaseCapacity: 2,
    onDemandPercentageAboveBaseCapacity: 25,
    spotAllocationStrategy: "capacity-optimized",
    spotMaxPrice: "0.05",
  });
});

test("a mix of on-demand machines alone uses no Spot", () => {
  expect(AwsPurchaseOption.mixed({ onDemandPercentage: 100 }).usesSpot).toBe(false);
});

test.each([
  [{ onDemandPercentage: 101 }, "onDemandPercentage"],
  [{ onDemandPercentage: 1.5 }, "onDemandPercentage"],
  [{ onDemandPercentage: 0, onDemandBase: -1 }, "onDemandBase"],
  [{ onDemandPercentage: 0, maxPrice: "0" }, "maxPrice"],
  [{ onDemandPercentage: 0, maxPrice: "$1" }, "maxPrice"],
])("%j is refused, because of %s", (options, name) => {
  expect(thrown(() => AwsPurchaseOption.mixed(options)._distribution())).toMatchObject({
    code: "purchase-option",
    subject: `purchaseOption: ${name}`,
  });
});

test("what is known only at apply passes, and may be Spot", () => {
  const { stringValue, numberValue } = variable();
  const option = AwsPurchaseOption.mixed({ onDemandBase: numberValue, onDemandPercentage: numberValue, maxPrice: stringValue });
  expect(option.usesSpot).toBe(true);
  expect(option._distribution().spotMaxPrice).toBe(stringValue);
});
