import type { IgnitionConfig, IgnitionFile, IgnitionUser } from "../../ignition";
import { isPasswordHash } from "../../ignition/secret-hashes";
import { fileText } from "../model/config-texts";

/** Groups whose members may become root: https://www.flatcar.org/docs/latest/setup/customization/adding-users/ */
const ADMINISTRATORS: readonly string[] = ["sudo", "wheel"];

const SUDOERS = /^\/etc\/sudoers(?:$|\.d\/)/;
// A file that puts a user into a group: https://www.freedesktop.org/software/systemd/man/latest/nss-systemd.html
const MEMBERSHIP = /^\/etc\/userdb\/(?<user>[^/:]+):(?:sudo|wheel)\.membership$/;
const SSHD_CONFIG = /^\/etc\/ssh\/sshd_config(?:$|\.d\/[^/]+\.conf$)/;
// Who signs keys, and what else says which keys count: https://man.openbsd.org/sshd_config
const OTHER_KEYS = /^[ \t]*(?:TrustedUserCAKeys|AuthorizedKeysCommand|AuthorizedKeysFile)[ \t=]+(?!none\b)\S/im;
const KEY_LINE = /^[ \t]*[^\s#]/m;
const NO_SHELL = /\/(?:nologin|false)$/;
const AUTOLOGIN = /^(?:flatcar|coreos)\.autologin(?:=|$)/;

/**
 * Whether somebody can log in to a machine by its config and do something there: as `core`, as root, or as a user who may become root; by an SSH key, a
 * password, or on a console that asks for none. Keys and hashes that are known only at apply count, and so does what is fetched.
 */
export function hasLogin({ passwd, storage, kernelArguments }: IgnitionConfig): boolean {
  const { files = [], links = [] } = storage ?? {};
  if ((kernelArguments?.shouldExist ?? []).some(isAutologin)) return true;
  if (files.some((file) => SSHD_CONFIG.test(file.path) && saysAny(file, OTHER_KEYS))) return true;
  const keyFiles = [...files.filter((file) => saysAny(file, KEY_LINE)), ...links].map(({ path }) => path);
  const users = new Map((passwd?.users ?? []).map((user) => [user.name, user]));
  return ["core", "root", ...users.keys()].some((name) => {
    const user = users.get(name) ?? { name };
    return isAllowed(user) && isAdministrator(user, files) && (hasCredentials(user) || keyFiles.some((path) => isKeyFile(path, user)));
  });
}

/** Whether a kernel argument opens consoles: https://www.flatcar.org/docs/latest/setup/customization/other-settings/ */
export function isAutologin(argument: string): boolean {
  return AUTOLOGIN.test(argument);
}

/** Whether a config takes the argument away that opens consoles, where the image has it. */
export function forbidsAutologin({ kernelArguments }: IgnitionConfig): boolean {
  return (kernelArguments?.shouldNotExist ?? []).some(isAutologin);
}

/** Whether a text of a file matches; what is fetched or known only at apply is taken to. */
function saysAny(file: IgnitionFile, pattern: RegExp): boolean {
  const text = fileText(file);
  return text === undefined || pattern.test(text);
}

function isAllowed({ shouldExist, shell = "" }: IgnitionUser): boolean {
  return shouldExist !== false && !NO_SHELL.test(shell);
}

/** What a file of sudoers says is not read: it may be about anybody. */
function isAdministrator({ name, groups = [], primaryGroup = "" }: IgnitionUser, files: readonly IgnitionFile[]): boolean {
  if (name === "core" || name === "root") return true;
  if ([...groups, primaryGroup].some((group) => ADMINISTRATORS.includes(group))) return true;
  return files.some(({ path }) => SUDOERS.test(path) || MEMBERSHIP.exec(path)?.groups?.user === name);
}

function hasCredentials({ sshAuthorizedKeys = [], passwordHash = "" }: IgnitionUser): boolean {
  // A mark in front of a hash locks the password.
  return sshAuthorizedKeys.some((key) => KEY_LINE.test(key)) || (isPasswordHash(passwordHash) && !/^\s*[!*]/.test(passwordHash));
}

/** Flatcar makes the one file of all in the folder: https://github.com/flatcar/update-ssh-keys */
function isKeyFile(path: string, { name, homeDir = name === "root" ? "/root" : `/home/${name}` }: IgnitionUser): boolean {
  const folder = `${homeDir}/.ssh/`;
  return path.startsWith(folder) && /^authorized_keys(?:$|\.d\/[^/]+$)/.test(path.slice(folder.length));
}
