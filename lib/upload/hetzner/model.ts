import { Fields } from "./fields";

/** Labels of a resource. */
export type Labels = { readonly [key: string]: string };

/** What every resource of a project has. */
export interface HetznerResource {
  readonly id: number;
  /** RFC 3339. */
  readonly created: string;
  readonly labels: Labels;
}

/** A public key that servers are made with. */
export interface HetznerKey extends HetznerResource {
  readonly name: string;
}

export interface HetznerServer extends HetznerResource {
  readonly name: string;
  /** `off`, `running`, `initializing` … */
  readonly status: string;
  /** Its public address; undefined where it has none of the kind. */
  readonly ipv4?: string;
}

export interface HetznerServerType {
  readonly name: string;
  /** Hetzner's word: `x86` or `arm`. */
  readonly architecture: string;
  /** Of its disk, in GB. */
  readonly diskGb: number;
  /** Whether Hetzner takes it away, or has. */
  readonly isDeprecated: boolean;
}

/** An image, of Hetzner's own or made of a server of the project. */
export interface HetznerImageRecord extends HetznerResource {
  /** `available`, `creating`, `unavailable`. */
  readonly status: string;
  readonly description: string;
  /** Hetzner's word: `x86` or `arm`. */
  readonly architecture: string;
  /** The least disk of a server made of it, in GB. */
  readonly diskGb: number;
  /** What it takes of the project's storage, in GB; undefined while it is being made. */
  readonly sizeGb?: number;
  /** Such as `debian`; `unknown` for snapshots. */
  readonly osFlavor: string;
}

/** Something that takes Hetzner a while. */
export interface HetznerAction {
  readonly id: number;
  readonly command: string;
  /** `running`, `success`, `error`. */
  readonly status: string;
  /** In percent. */
  readonly progress: number;
  /** Why it failed, with Hetzner's code. */
  readonly error?: string;
}

export function readKey(fields: Fields): HetznerKey {
  return { ...readResource(fields), name: fields.text("name") };
}

export function readServer(fields: Fields): HetznerServer {
  const ipv4 = fields.object("public_net").optional("ipv4", (net) => net.object("ipv4").text("ip"));
  return { ...readResource(fields), name: fields.text("name"), status: fields.text("status"), ipv4 };
}

export function readServerType(fields: Fields): HetznerServerType {
  const isDeprecated = fields.optional("deprecation", () => true) ?? false;
  return { name: fields.text("name"), architecture: fields.text("architecture"), diskGb: fields.number("disk"), isDeprecated };
}

export function readImage(fields: Fields): HetznerImageRecord {
  return {
    ...readResource(fields),
    status: fields.text("status"),
    description: fields.text("description"),
    architecture: fields.text("architecture"),
    diskGb: fields.number("disk_size"),
    sizeGb: fields.optional("image_size", (image) => image.number("image_size")),
    osFlavor: fields.text("os_flavor"),
  };
}

export function readAction(fields: Fields): HetznerAction {
  return {
    id: fields.integer("id"),
    command: fields.text("command"),
    status: fields.text("status"),
    progress: fields.number("progress"),
    error: fields.optional("error", (action) => {
      const error = action.object("error");
      return `${error.text("code")}: ${error.text("message")}`;
    }),
  };
}

function readResource(fields: Fields): HetznerResource {
  return { id: fields.integer("id"), created: fields.text("created"), labels: fields.texts("labels") };
}
