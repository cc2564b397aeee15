import { beforeEach, expect, test } from "vitest";
import type { Attributes } from "./model";
import { Account, type Answer } from "./testing";

let account: Account;
beforeEach(async () => {
  account = await Account.open();
  account.standIn.addAmi({ name: "Flatcar-stable-1.0.0-hvm", id: "ami-0000000000000000a", creationDate: "2025-01-01T00:00:00.000Z" });
  account.standIn.addAmi({ name: "Flatcar-stable-2.0.0-hvm", id: "ami-0000000000000000b", creationDate: "2025-06-01T00:00:00.000Z" });
  account.standIn.addAmi({ name: "Flatcar-stable-2.0.0-hvm", id: "ami-0000000000000000c", architecture: "arm64" });
  account.standIn.addAmi({ name: "Flatcar-stable-2.0.0-hvm", id: "ami-0000000000000000d", ownerId: "666666666666" });
  account.standIn.addAmi({ name: "Flatcar-stable-3.0.0-hvm", id: "ami-0000000000000000e", region: "us-east-1" });
});

const FLATCAR = ["075585003325"];
async function ask(filters: Readonly<Record<string, string>>, config: Attributes = { owners: FLATCAR }): Promise<Answer> {
  const filter = Object.entries(filters).map(([name, value]) => ({ name, values: [value] }));
  return account.call("POST", "/data/aws_ami", { filter, ...config });
}
const X86 = { architecture: "x86_64", "virtualization-type": "hvm" };

test("an image is found by its exact name, architecture and owner", async () => {
  const { body } = await ask({ name: "Flatcar-stable-2.0.0-hvm", ...X86 });
  expect(body).toMatchObject({
    id: "ami-0000000000000000b",
    image_id: "ami-0000000000000000b",
    architecture: "x86_64",
    owner_id: "075585003325",
    root_device_name: "/dev/xvda",
    state: "available",
    region: "eu-central-1",
    tags: {},
  });
  expect((await ask({ name: "Flatcar-stable-2.0.0-hvm", architecture: "arm64" })).body.id).toBe("ami-0000000000000000c");
});

test("wildcards stand for text, and the newest is taken where it is asked for", async () => {
  const newest = { owners: FLATCAR, most_recent: true };
  expect((await ask({ name: "Flatcar-stable-*-hvm", ...X86 }, newest)).body.id).toBe("ami-0000000000000000b");
  expect((await ask({ name: "Flatcar-stable-?.0.0-hvm", ...X86 }, newest)).body.id).toBe("ami-0000000000000000b");
  expect((await ask({ name: "Flatcar-stable-1.*", ...X86 })).body.id).toBe("ami-0000000000000000a");
  expect((await ask({ ...X86 }, { owners: FLATCAR, name_regex: "stable-1\\." })).body.id).toBe("ami-0000000000000000a");
});

test.each<[string, Readonly<Record<string, string>>, Attributes, string]>([
  [
    "nothing",
    { name: "Flatcar-stable-9.0.0-hvm" },
    { owners: FLATCAR },
    "Your query returned no results. Please change your search criteria and try again.",
  ],
  [
    "nothing, as a dot is a dot",
    { name: "Flatcar-stable-2x0.0-hvm" },
    { owners: FLATCAR },
    "Your query returned no results. Please change your search criteria and try again.",
  ],
  [
    "nothing in this region",
    { name: "Flatcar-stable-3.0.0-hvm" },
    { owners: FLATCAR },
    "Your query returned no results. Please change your search criteria and try again.",
  ],
  [
    "several",
    { name: "Flatcar-stable-*-hvm", ...X86 },
    { owners: FLATCAR },
    "Your query returned more than one result. Please try a more specific search criteria, or set `most_recent` attribute to true.",
  ],
])("finding %s is an error in the words of the provider", async (_, filters, config, message) => {
  expect(await ask(filters, config)).toEqual({ status: 400, body: { code: "", message } });
});

test("the newest of anybody's images is refused, and a filter that does not exist", async () => {
  expect((await ask({ name: "Flatcar*" }, { most_recent: true })).body.message).toMatch(/^Most Recent Image Not Filtered/);
  expect((await ask({ nmae: "Flatcar*" })).body).toEqual({ code: "InvalidParameterValue", message: "The filter 'nmae' is invalid" });
});

test("a region has three zones, with ids of their own", async () => {
  const all = await account.call("POST", "/data/aws_availability_zones", {});
  expect(all.body).toMatchObject({
    names: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    zone_ids: ["euc1-az1", "euc1-az2", "euc1-az3"],
  });
  const some = await account.call("POST", "/data/aws_availability_zones", {
    exclude_names: ["eu-central-1a"],
    exclude_zone_ids: ["euc1-az2"],
  });
  expect(some.body.names).toEqual(["eu-central-1c"]);
});
