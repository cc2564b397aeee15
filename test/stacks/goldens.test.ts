import * as path from "path";
import { expect, test } from "vitest";
import { prod } from "../../environments/prod";
import { StackJson } from "../support";
import { awsStackOf, bareMetalStackOf, hetznerStackOf, libvirtStackOf } from "./stack-of";

/*
 * Names, addresses, MACs and the bytes of machine configs are API: another one replaces machines that are there. A difference here is a
 * change that users have to be told of, or a mistake. Take a wanted one over with `npx vitest run --project unit test/stacks --update`.
 */

test("prod on AWS is byte for byte what it was", async () => {
  await expect(golden(awsStackOf(prod))).toMatchFileSnapshot(path.join(__dirname, "__snapshots__", "prod-aws.json"));
});

test("prod on bare metal is byte for byte what it was", async () => {
  await expect(golden(bareMetalStackOf(prod))).toMatchFileSnapshot(path.join(__dirname, "__snapshots__", "prod-bare-metal.json"));
});

test("prod on Hetzner is byte for byte what it was", async () => {
  await expect(golden(hetznerStackOf(prod))).toMatchFileSnapshot(path.join(__dirname, "__snapshots__", "prod-hetzner.json"));
});

test("prod on libvirt is byte for byte what it was", async () => {
  await expect(golden(libvirtStackOf(prod))).toMatchFileSnapshot(path.join(__dirname, "__snapshots__", "prod-libvirt.json"));
});

/** What Terraform reads, without the comments. */
function golden(stack: StackJson): string {
  const text = JSON.stringify(stack, (key, value: unknown) => (key === "//" ? undefined : value), 2);
  return `${text}\n`;
}
