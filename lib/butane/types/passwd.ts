/** Accounts. */
export interface FlatcarButanePasswd {
  /** Groups, by name. */
  readonly groups?: readonly FlatcarButaneGroup[];
  /** Users, by name. */
  readonly users?: readonly FlatcarButaneUser[];
}

/** One group. */
export interface FlatcarButaneGroup {
  /** Numeric id. @default - the next free one */
  readonly gid?: number;
  /** Name; the key of the list. */
  readonly name: string;
  /** Encrypted password. @default - none */
  readonly password_hash?: string;
  /** Whether the group exists; false deletes it. @default true */
  readonly should_exist?: boolean;
  /** Whether it is a system group. @default false */
  readonly system?: boolean;
}

/** One user. An existing user (`core`) is changed only where a field is set. */
export interface FlatcarButaneUser {
  /** Comment, mostly the full name. */
  readonly gecos?: string;
  /** Supplementary groups. */
  readonly groups?: readonly string[];
  /** Home directory. @default - /home/NAME */
  readonly home_dir?: string;
  /** Login name; the key of the list. */
  readonly name: string;
  /** Whether the home directory is left out. @default false */
  readonly no_create_home?: boolean;
  /** Whether the user stays out of lastlog and faillog. @default false */
  readonly no_log_init?: boolean;
  /** Whether no group of the same name is made. @default false */
  readonly no_user_group?: boolean;
  /** Encrypted password as in /etc/shadow. @default - none, login by key only */
  readonly password_hash?: string;
  /** Name of the primary group. @default - a new group of the user's name */
  readonly primary_group?: string;
  /** SSH public keys, each one line of `authorized_keys`. */
  readonly ssh_authorized_keys?: readonly string[];
  /** Files of keys, a key a line, relative to the files directory; they follow `ssh_authorized_keys`. Since 1.1.0. */
  readonly ssh_authorized_keys_local?: readonly string[];
  /** Login shell. @default - the system's */
  readonly shell?: string;
  /** Whether the user exists; false deletes it. @default true */
  readonly should_exist?: boolean;
  /** Whether it is a system user. @default false */
  readonly system?: boolean;
  /** Numeric id. @default - the next free one */
  readonly uid?: number;
}
