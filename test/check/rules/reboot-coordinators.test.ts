import { expect, test } from "vitest";
import { rebootCoordinators, startsEtcd } from "../../../lib/check/rules/reboot-coordinators";
import { dataUrl } from "../../../lib/ignition";

const file = (path: string, text = "") => ({ storage: { files: [{ path, contents: { source: dataUrl(text) } }] } });
const unit = (name: string, more: object = {}) => ({ systemd: { units: [{ name, ...more }] } });
const FLUO = "the Flatcar Linux Update Operator";

test.each([
  ["a unit", unit("kured.service", { enabled: true }), ["kured"]],
  ["a static pod", file("/etc/kubernetes/manifests/kured.yaml"), ["kured"]],
  ["an image in a unit", unit("x.service", { contents: "ExecStart=/usr/bin/docker run ghcr.io/kubereboot/kured:1.23.0" }), ["kured"]],
  ["a chart in a manifest", file("/x.yaml", "repo: https://kubereboot.github.io/charts"), ["kured"]],
  ["the operator's image", file("/x.yaml", "image: ghcr.io/flatcar/flatcar-linux-update-operator:v0.9.0"), [FLUO]],
  ["the agent's unit", unit("update-agent.service"), [FLUO]],
  ["both", { ...file("/x.yaml", "kinvolk/flatcar-linux-update-operator"), ...unit("kured.service") }, ["kured", FLUO]],
  ["a masked unit", unit("kured.service", { mask: true }), []],
  ["a word that is like it", file("/etc/notes.txt", "kured would be nice; obscured"), []],
  ["nothing", {}, []],
])("what reboots machines is known by %s", (_, config, expected) => {
  expect(rebootCoordinators(config)).toEqual(expected);
});

test.each([
  ["etcd-member.service, enabled", unit("etcd-member.service", { enabled: true }), true],
  ["etcd-member.service, of which only a drop-in is given", unit("etcd-member.service", { dropins: [{ name: "a.conf" }] }), false],
  ["a unit of one's own", unit("etcd.service", { contents: "[Service]" }), true],
  ["a unit of one's own, disabled", unit("etcd3.service", { contents: "[Service]", enabled: false }), false],
  ["a masked unit", unit("etcd-member.service", { enabled: true, mask: true }), false],
  ["a container", file("/etc/kubernetes/manifests/etcd.yaml", "image: registry.k8s.io/etcd:3.5.21-0"), true],
  ["an address of another etcd", file("/etc/x.conf", "http://etcd:2379"), false],
  ["another unit", unit("etcdctl-backup.service", { contents: "[Service]" }), false],
])("etcd is started or not by %s", (_, config, expected) => {
  expect(startsEtcd(config)).toBe(expected);
});
