import { expect, test } from "vitest";
import { filterOf, machineImage, selectedLabels } from "../../../lib/check/synth/machine-image";
import { stackOf } from "../manifests";

const AMI = { filter: [{ name: "name", values: ["Flatcar-stable-4593.2.5-hvm"] }] };
const data = { aws_ami: { flatcar: AMI }, hcloud_image: { flatcar: { with_selector: "os=flatcar" } } };

test("a machine's own attribute says which image it is made from, and a data source which that is", () => {
  const resources = { aws_instance: { a: { ami: "${data.aws_ami.flatcar.id}" } }, hcloud_server: { b: { image: "20003" } } };
  const stack = stackOf({ data, resources });
  expect(machineImage(stack, "aws_instance.a")).toEqual({
    ...{ address: "aws_instance.a", attribute: "ami", text: "${data.aws_ami.flatcar.id}" },
    lookup: { address: "data.aws_ami.flatcar", type: "aws_ami", data: AMI },
  });
  expect(machineImage(stack, "hcloud_server.b")).toEqual({ address: "hcloud_server.b", attribute: "image", text: "20003" });
});

test("machines of a group are made from the image of its launch template, and so is an instance without an image of its own", () => {
  const template = { aws_launch_template: { t: { image_id: "ami-1" } } };
  const refers = { launch_template: { id: "${aws_launch_template.t.id}" } };
  const stack = stackOf({ resources: { ...template, aws_autoscaling_group: { g: refers }, aws_instance: { a: refers } } });
  for (const address of ["aws_autoscaling_group.g", "aws_instance.a"]) {
    expect(machineImage(stack, address)).toEqual({ address: "aws_launch_template.t", attribute: "image_id", text: "ami-1" });
  }
});

test("locals are looked through", () => {
  const resources = { hcloud_server: { a: { image: "${local.image}" } } };
  const stack = stackOf({ data, resources, locals: { image: "${data.hcloud_image.flatcar.id}" } });
  expect(machineImage(stack, "hcloud_server.a")?.lookup?.address).toBe("data.hcloud_image.flatcar");
});

test("where nothing says so, there is no image: of other types, of templates without one, of what is not there", () => {
  const resources = {
    libvirt_domain: { a: { name: "a" } },
    aws_launch_template: { t: { name_prefix: "${aws_launch_template.t.id}" } },
    aws_autoscaling_group: { g: { launch_template: { id: "${aws_launch_template.t.id}" } }, h: {} },
    hcloud_server: { a: { image: "${data.hcloud_image.other.id}" } },
  };
  const stack = stackOf({ resources, data });
  const addresses = ["libvirt_domain.a", "aws_autoscaling_group.g", "aws_autoscaling_group.h", "aws_instance.gone"];
  expect(addresses.map((address) => machineImage(stack, address))).toEqual([undefined, undefined, undefined, undefined]);
  expect(machineImage(stack, "hcloud_server.a")).toEqual({
    ...{ address: "hcloud_server.a", attribute: "image", text: "${data.hcloud_image.other.id}" },
  });
});

const lookup = (found: object) => ({ address: "data.t.n", type: "t", data: { ...found } });

test("filters are read with their locals, whether there is one or a list of them", () => {
  const filter = [
    { name: "name", values: ["Flatcar-${local.channel}-*"] },
    { name: "architecture", values: ["x86_64"] },
  ];
  const stack = { locals: { channel: "stable" } };
  expect(filterOf(lookup({ filter }), "name", stack)).toEqual(["Flatcar-stable-*"]);
  expect(filterOf(lookup({ filter: filter[1] }), "architecture", stack)).toEqual(["x86_64"]);
  expect(filterOf(lookup({ filter }), "owner-id", stack)).toBeUndefined();
  expect(filterOf(lookup({}), "name", stack)).toBeUndefined();
});

test("a selector gives the labels that it asks one value of", () => {
  const of = (selector: unknown) => Object.fromEntries(selectedLabels(lookup({ with_selector: selector }), { locals: { v: "4593.2.5" } }));
  expect(of("os=flatcar, flatcar-version==${local.v},a!=b,c in (d),!e,f")).toEqual({ os: "flatcar", "flatcar-version": "4593.2.5" });
  expect(of(undefined)).toEqual({});
});
