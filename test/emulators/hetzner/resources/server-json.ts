import type { PrimaryIp, Server } from "../model";
import type { HetznerState } from "../state";
import { locationJson, serverTypeJson } from "./catalogue";
import { imageJson } from "./images";
import { privateNetJson } from "./network-attachments";
import { placementGroupJson } from "./placement-groups";
import { defaultDnsName } from "./primary-ips";

export function serverJson(state: HetznerState, server: Server): object {
  const group = state.placementGroups.find(server.placementGroupId);
  return {
    id: server.id,
    name: server.name,
    status: server.status,
    created: server.created,
    public_net: {
      ipv4: ipv4Json(state.primaryIpOf(server, "ipv4")),
      ipv6: ipv6Json(state.primaryIpOf(server, "ipv6")),
      floating_ips: [],
      firewalls: state.firewallsOn(server).map(({ id }) => ({ id, status: "applied" })),
    },
    private_net: server.privateNets.map(privateNetJson),
    server_type: serverTypeJson(server.serverType, state.locations),
    location: locationJson(server.location),
    image: imageJson(server.image),
    iso: null,
    rescue_enabled: server.rescueSshKeyIds !== null,
    locked: state.actions.runningOn("server", server.id) !== undefined,
    backup_window: server.backupWindow,
    outgoing_traffic: 0,
    ingoing_traffic: 0,
    included_traffic: 0,
    protection: { ...server.protection },
    labels: server.labels,
    volumes: [],
    load_balancers: [],
    primary_disk_size: server.primaryDiskSize,
    placement_group: group === undefined ? null : placementGroupJson(state, group),
  };
}

function ipv4Json(ip: PrimaryIp | undefined): object | null {
  return ip === undefined ? null : { id: ip.id, ip: ip.ip, blocked: false, dns_ptr: defaultDnsName(ip.ip) };
}

function ipv6Json(ip: PrimaryIp | undefined): object | null {
  return ip === undefined ? null : { id: ip.id, ip: ip.ip, blocked: false, dns_ptr: [] };
}
