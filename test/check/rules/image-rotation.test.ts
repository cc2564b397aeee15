import { expect, test } from "vitest";
import { isRotated } from "../../../lib/check/rules/image-rotation";
import type { StackJson } from "../../support";
import { recordedSubject, synthSubject } from "./subject";

function rotated(json: object): boolean | undefined {
  const { stack } = synthSubject({ resource: json } as StackJson);
  return isRotated(stack.stack, stack.pools[0], stack.pools[0].machines[0]);
}
const ignoring = (ignored: unknown) => ({ a: { lifecycle: { ignore_changes: ignored } } });

test("a pool says it itself", () => {
  const of = (name: string) => {
    const { stack } = recordedSubject("hetzner", name);
    return isRotated(stack.stack, stack.pools[0], stack.pools[0].machines[0]);
  };
  expect([of("release-replace"), of("release-new-nodes-only")]).toEqual([true, false]);
});

test("another machine is replaced for another image unless a change of that is ignored", () => {
  expect(rotated({ hcloud_server: { a: {} } })).toBe(true);
  expect(rotated({ hcloud_server: ignoring(["ssh_keys"]) })).toBe(true);
  expect(rotated({ hcloud_server: ignoring(["image"]) })).toBe(false);
  expect(rotated({ hcloud_server: ignoring("all") })).toBe(false);
  expect(rotated({ aws_instance: ignoring(["ami"]) })).toBe(false);
  expect(rotated({ aws_instance: ignoring(["image"]) })).toBe(true);
});

test("a group replaces its machines by a refresh, or when they are old enough", () => {
  const template = { launch_template: { id: "${aws_launch_template.t.id}" } };
  const of = (more: object, lifecycle: object = {}) =>
    rotated({ aws_autoscaling_group: { a: { ...template, ...more } }, aws_launch_template: { t: { lifecycle } } });
  expect(of({})).toBe(false);
  expect(of({ instance_refresh: { strategy: "Rolling" } })).toBe(true);
  expect(of({ max_instance_lifetime: 604800 })).toBe(true);
  expect(of({ max_instance_lifetime: 0 })).toBe(false);
  expect(of({ instance_refresh: { strategy: "Rolling" } }, { ignore_changes: ["image_id"] })).toBe(false);
});

test("of others the resources do not tell", () => {
  expect(rotated({ libvirt_domain: { a: {} } })).toBeUndefined();
  expect(rotated({ matchbox_group: { a: {} } })).toBeUndefined();
});
