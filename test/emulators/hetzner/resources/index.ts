import { Router } from "../router";
import { registerActions } from "./actions";
import { registerCatalogue } from "./catalogue";
import { registerFirewalls } from "./firewalls";
import { registerImages } from "./images";
import { registerNetworkAttachments } from "./network-attachments";
import { registerNetworks } from "./networks";
import { registerPlacementGroups } from "./placement-groups";
import { registerPrimaryIps } from "./primary-ips";
import { registerServerActions } from "./server-actions";
import { registerServers } from "./servers";
import { registerSshKeys } from "./ssh-keys";

/** Every endpoint the emulator has. */
export function routes(): Router {
  const router = new Router();
  registerActions(router);
  registerCatalogue(router);
  registerFirewalls(router);
  registerImages(router);
  registerNetworks(router);
  registerNetworkAttachments(router);
  registerPlacementGroups(router);
  registerPrimaryIps(router);
  registerServerActions(router);
  registerServers(router);
  registerSshKeys(router);
  return router;
}
