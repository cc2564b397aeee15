import { JsonObject, isRecord } from "../../record";
import type { CheckedStack } from "../../model/checked-stack";
import type { MachineFate } from "../../model/fate";
import type { PlanChange } from "../../plan/plan";
import type { SynthesisedStack } from "../../synth/stack";
import { Locals, terraformText } from "../../synth/terraform-text";
import type { Trap, Trapped } from "./trap";

/** The file of an Ignition config, an attribute that 0.9 alone has; 0.8 uploads it and refers to it by its id. */
const CONFIG_FILE = /\$\{[^}]*\blibvirt_ignition\.([\w-]+)(?:\[[^\]]*\])?\.path\b/;

/**
 * 0.9 writes the file into the temporary folder of the machine that Terraform runs on, and leaves the upload to a volume.
 *
 * @see https://registry.terraform.io/providers/dmacvicar/libvirt/0.9.7/docs/resources/ignition
 */
export const CONFIG_ON_ANOTHER_HOST: Trap = {
  one: "has its machine config in a file of the machine that runs Terraform, and is on another host: it does not start",
  several: "have their machine configs in files of the machine that runs Terraform, and are on another host: they do not start",
  mend: "upload the config as a libvirt_volume, and name the path of that",
  *find({ stack }) {
    for (const [name, domain] of Object.entries(stack.resources.libvirt_domain ?? {})) {
      const config = texts(domain, stack.locals).map((text) => CONFIG_FILE.exec(text)?.[1]);
      const found = config.find((each) => each !== undefined);
      if (found !== undefined && isRemote(uriOf(stack, domain))) {
        yield { address: `libvirt_domain.${name}`, detail: `the path of libvirt_ignition.${found}` };
      }
    }
  },
};

/** Hosts that are the machine itself, by whatever transport. */
const HERE = ["", "localhost", "127.0.0.1", "[::1]"];

/**
 * Whether libvirt is reached on another machine. What is known only at apply is taken for none.
 *
 * @see https://libvirt.org/uri.html
 */
function isRemote(uri: unknown): boolean {
  const [, transport = "", authority = ""] = (typeof uri === "string" && /^\w+(?:\+(\w+))?:\/\/([^/?]*)/.exec(uri)) || [];
  const host = authority.replace(/^[^@]*@/, "").replace(/:\d+$/, "");
  return transport !== "unix" && !HERE.includes(host);
}

function uriOf({ providers, locals }: SynthesisedStack, { provider }: JsonObject): unknown {
  const alias = typeof provider === "string" ? provider.split(".")[1] : undefined;
  const uri = providers.libvirt?.find((config) => config.alias === alias)?.uri;
  return typeof uri === "string" ? terraformText(uri, locals) : undefined;
}

/** The texts in a value, with locals in their places. */
function texts(value: unknown, locals: Locals): string[] {
  if (typeof value === "string") return [terraformText(value, locals)];
  const members = Array.isArray(value) ? (value as readonly unknown[]) : isRecord(value) ? Object.values(value) : [];
  return members.flatMap((member) => texts(member, locals));
}

/**
 * 0.9 plans an update and refuses it when it is applied; 0.8 replaces.
 *
 * @see https://github.com/dmacvicar/terraform-provider-libvirt/issues/1325
 */
export const UPDATED_STORAGE: Trap = {
  one: "is to be changed in place, which the provider refuses when it is applied",
  several: "are to be changed in place, which the provider refuses when it is applied",
  mend: "have it replaced by a terraform_data with the same values in replace_triggered_by, or ignore the change",
  *find({ changes: all }) {
    for (const change of all?.all() ?? []) {
      if (isUpdate(change, "libvirt_volume") || isUpdate(change, "libvirt_pool"))
        yield { address: change.address, detail: attributesOf(change) };
    }
  },
};

/**
 * 0.9 sets `autostart` and writes the rest into the state; 0.8 changes what libvirt can, or replaces.
 *
 * @see https://github.com/dmacvicar/terraform-provider-libvirt/blob/v0.9.7/internal/provider/network_resource.go
 */
export const UPDATED_NETWORK: Trap = {
  one: "changes in Terraform's state alone: the provider tells libvirt of nothing but autostart",
  several: "change in Terraform's state alone: the provider tells libvirt of nothing but autostart",
  mend: "have the network replaced by a terraform_data with the same values in replace_triggered_by",
  *find({ changes: all }) {
    for (const change of all?.all() ?? []) {
      // 0.8 has a mode, and a default for it.
      if (!isUpdate(change, "libvirt_network") || change.before.mode !== undefined) continue;
      if (change.changed.some(([attribute]) => attribute !== "autostart")) yield { address: change.address, detail: attributesOf(change) };
    }
  },
};

/** A volume is another resource than the domain that is on it, and a file that is open goes on being read when it has no name any more. */
export const LOST_ROOT_DISK: Trap = {
  one: "runs on a root disk that the apply deletes: it begins anew, with a new one, when it is stopped",
  several: "run on root disks that the apply deletes: they begin anew, with new ones, when they are stopped",
  mend: "have the domain replaced with its root disk, by the volume's id in its replace_triggered_by",
  find: (stack) => trapped(stack, ({ losesDisk }) => losesDisk === true),
};

/**
 * 0.9 defines a machine anew whatever differs, and starts it only where `running` says so.
 *
 * @see https://github.com/dmacvicar/terraform-provider-libvirt/blob/v0.9.7/internal/provider/domain_resource.go
 */
export const LEFT_OFF: Trap = {
  one: "is stopped by the update and not started again: nothing says whether it is to run",
  several: "are stopped by the update and not started again: nothing says whether they are to run",
  mend: "say running = true, or false for what is to be off",
  find: (stack) => trapped(stack, ({ staysOff, address }) => staysOff === true && stack.changes?.at(address)?.after.running === undefined),
};

function* trapped({ pools }: CheckedStack, isTrapped: (machine: MachineFate) => boolean): Generator<Trapped> {
  for (const { fates } of pools) {
    for (const machine of fates?.machines ?? []) {
      if (isTrapped(machine)) yield { address: machine.address, detail: machine.reasons.map(({ address }) => address).join(", ") };
    }
  }
}

function isUpdate({ type, actions }: PlanChange, of: string): boolean {
  return type === of && actions.join() === "update";
}

function attributesOf({ changed }: PlanChange): string {
  return [...new Set(changed.map(([attribute]) => String(attribute)))].join(", ");
}
