import { FlatcarRelease, MachineConfig, RebootWindow, UpdateStrategy } from "../lib";

/** The release that every pool of the bench is made of. */
export const RELEASE = FlatcarRelease.version("4593.2.5");

/** What all pools of the bench have in common: a config of some kilobytes, as a node of a small cluster has it. */
export const COMMON = {
  release: RELEASE,
  machineConfig: [
    MachineConfig.file({ path: "/etc/kubernetes/kubeadm.yaml", contents: "apiVersion: kubeadm.k8s.io/v1beta4\n".repeat(60) }),
    MachineConfig.unit({
      name: "kubeadm.service",
      enabled: true,
      contents: `[Unit]\nDescription=join\n${"# a line of the unit\n".repeat(60)}[Install]\nWantedBy=multi-user.target\n`,
    }),
  ],
  sshAuthorizedKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxBqGyXbOnMvkTdUnB2bQ1aCpzN5k4Tt0jqFfM3nU0D ops"],
  update: UpdateStrategy.reboot({ window: RebootWindow.daily({ start: "02:00", length: "1h" }).staggered({ slots: 4 }) }),
};
