import { TerraformOutput } from "cdktf";
import { expect, test } from "vitest";
import { AwsInstancePoolProps } from "../../lib/aws";
import { pool, synthesiseAws } from "./pool";

/** What a stack's outputs say of the machine `a`. */
function outputs(props: Partial<AwsInstancePoolProps>): { [name: string]: string | undefined } {
  const json = synthesiseAws((stack) => {
    const { ipv4Address, privateIpv4, publicIpv4, elasticIp } = pool(props, stack).machine("a");
    for (const [name, value] of Object.entries({ ipv4Address, privateIpv4, publicIpv4, elasticIp: elasticIp?.publicIp })) {
      if (value !== undefined) new TerraformOutput(stack, name, { value });
    }
  });
  return Object.fromEntries(
    Object.entries(json.output ?? {}).map(([name, { value }]) => [name, String(value).replace(/_[0-9A-F]{8}\b/, "")]),
  );
}

test("a machine is reached by its private address where nobody knows of another", () => {
  const privateIp = "${aws_instance.web_a_Instance.private_ip}";
  expect(outputs({})).toEqual({ ipv4Address: privateIp, privateIpv4: privateIp });
  expect(outputs({ publicIpv4: false })).toEqual({ ipv4Address: privateIp, privateIpv4: privateIp });
});

test("an address that is chosen is known before the machine is there", () => {
  expect(outputs({ nodes: { a: { privateIpv4: "10.0.1.9" } } })).toEqual({ ipv4Address: "10.0.1.9", privateIpv4: "10.0.1.9" });
});

test("a public address comes before the private one, and the one that outlives the machine before its own", () => {
  const publicIp = "${aws_instance.web_a_Instance.public_ip}";
  expect(outputs({ publicIpv4: true })).toMatchObject({ ipv4Address: publicIp, publicIpv4: publicIp });
  const elasticIp = "${aws_eip.web_a_ElasticIp.public_ip}";
  expect(outputs({ publicIpv4: true, elasticIps: true })).toMatchObject({ ipv4Address: elasticIp, publicIpv4: elasticIp, elasticIp });
});

test("a machine says its name, its hostname and its release", () => {
  const made = pool({ nodes: { a: { hostname: "first" } } });
  expect(made.machine("a")).toMatchObject({ name: "a", hostname: "first", release: made.release });
});
