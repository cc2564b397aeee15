import type { Architecture, Location, ServerType } from "./model";

/** https://docs.hetzner.com/cloud/general/locations/ */
export const LOCATIONS: readonly Location[] = [
  place(1, "fsn1", "Falkenstein DC Park 1", "DE", "Falkenstein", 50.47612, 12.370071, "eu-central"),
  place(2, "nbg1", "Nuremberg DC Park 1", "DE", "Nuremberg", 49.452102, 11.076665, "eu-central"),
  place(3, "hel1", "Helsinki DC Park 1", "FI", "Helsinki", 60.169855, 24.938379, "eu-central"),
  place(4, "ash", "Ashburn, VA", "US", "Ashburn, VA", 39.045821, -77.487073, "us-east"),
  place(5, "hil", "Hillsboro, OR", "US", "Hillsboro, OR", 45.54222, -122.951924, "us-west"),
  place(6, "sin", "Singapore", "SG", "Singapore", 1.283333, 103.833333, "ap-southeast"),
];

const EUROPE = ["fsn1", "nbg1", "hel1"];
const EVERYWHERE = LOCATIONS.map((location) => location.name);

/** Sizes as on https://www.hetzner.com/cloud; a selection, with one retired type for the errors of such. */
export const SERVER_TYPES: readonly ServerType[] = [
  {
    ...shared(1, "cx11", "x86", 1, 2, 20, EUROPE),
    deprecation: { announced: "2024-06-06T00:00:00Z", unavailableAfter: "2024-09-06T00:00:00Z" },
  },
  shared(45, "cax11", "arm", 2, 4, 40, EUROPE),
  shared(93, "cax21", "arm", 4, 8, 80, EUROPE),
  shared(94, "cax31", "arm", 8, 16, 160, EUROPE),
  shared(95, "cax41", "arm", 16, 32, 320, EUROPE),
  dedicated(96, "ccx13", 2, 8, 80),
  dedicated(97, "ccx23", 4, 16, 160),
  dedicated(98, "ccx33", 8, 32, 240),
  dedicated(99, "ccx43", 16, 64, 360),
  dedicated(100, "ccx53", 32, 128, 600),
  dedicated(101, "ccx63", 48, 192, 960),
  shared(109, "cpx12", "x86", 1, 2, 40, EVERYWHERE),
  shared(110, "cpx22", "x86", 2, 4, 80, EVERYWHERE),
  shared(111, "cpx32", "x86", 4, 8, 160, EVERYWHERE),
  shared(112, "cpx42", "x86", 8, 16, 320, EVERYWHERE),
  shared(113, "cpx52", "x86", 12, 24, 480, EVERYWHERE),
  shared(114, "cx23", "x86", 2, 4, 40, EUROPE),
  shared(115, "cx33", "x86", 4, 8, 80, EUROPE),
  shared(116, "cx43", "x86", 8, 16, 160, EUROPE),
  shared(117, "cx53", "x86", 16, 32, 320, EUROPE),
];

function place(
  id: number,
  name: string,
  description: string,
  country: string,
  city: string,
  latitude: number,
  longitude: number,
  networkZone: string,
): Location {
  return { id, name, description, country, city, latitude, longitude, networkZone };
}

function shared(
  id: number,
  name: string,
  architecture: Architecture,
  cores: number,
  memory: number,
  disk: number,
  locations: readonly string[],
): ServerType {
  return { id, name, category: "Shared vCPU", cores, memory, disk, cpuType: "shared", architecture, locations };
}

function dedicated(id: number, name: string, cores: number, memory: number, disk: number): ServerType {
  return { id, name, category: "Dedicated vCPU", cores, memory, disk, cpuType: "dedicated", architecture: "x86", locations: EVERYWHERE };
}
