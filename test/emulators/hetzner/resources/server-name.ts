import { invalidInput, uniqueness } from "../api-error";
import type { Server } from "../model";
import type { HetznerState } from "../state";

const LONGEST_NAME = 253;
const HOSTNAME_LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** A server's name: a hostname of RFC 1123, unique in the project. @throws ApiError `invalid_input`, `uniqueness_error` */
export function readServerName(state: HetznerState, name: string, self?: Server): string {
  const valid = name.length <= LONGEST_NAME && name.split(".").every((label) => HOSTNAME_LABEL.test(label));
  if (!valid) throw invalidInput("name", "Not a valid hostname.");
  const other = state.servers.byName(name);
  if (other !== undefined && other !== self) throw uniqueness("server name is already used", "name");
  return name;
}
