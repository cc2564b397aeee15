import type { CheckedMachine } from "../model/checked-machine";
import { machineUpdates } from "../model/machine-updates";

/** What the image asks where `update.conf` says nothing: https://github.com/flatcar/update_engine/blob/main/src/update_engine/omaha_request_params.cc */
const PUBLIC_SERVER = "https://public.update.flatcar-linux.net/v1/update/";

/**
 * The group that a machine asks Flatcar's own server for updates of: `stable`, `lts-2024`. Undefined for one that asks another server or none, and where
 * that is not known.
 */
export function publicGroup({ config, release, node, address }: CheckedMachine): string | undefined {
  if (config === undefined || release === undefined) return undefined;
  // What boots from the network never updates itself: https://www.flatcar.org/docs/latest/deploy/bare-metal/booting-with-ipxe/
  if (node === undefined ? address.startsWith("matchbox_group.") : node.served?.taken === "at-boot") return undefined;
  const { merge = [], replace } = config.ignition?.config ?? {};
  const { settings, isKnown, isEngineMasked } = machineUpdates(config);
  if (!isKnown || isEngineMasked || merge.length > 0 || replace?.source !== undefined) return undefined;
  if ((settings.get("SERVER") ?? PUBLIC_SERVER) !== PUBLIC_SERVER) return undefined;
  // An image is of the group of its channel.
  const group = settings.get("GROUP") ?? release.channel;
  return group.includes("${") ? undefined : group;
}
