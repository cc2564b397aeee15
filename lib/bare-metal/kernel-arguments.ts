import { FlatcarError } from "../errors";
import { hasToken, isListToken, withoutTokens } from "../pool/tokens";
import { KERNEL_COMMAND_LINE_LIMIT } from "./limits";

/** What the kernel of a network boot is told. */
export interface KernelArgumentsInput {
  /** Which node, as an error names it. */
  readonly node: string;
  /** Where machines reach matchbox, without a slash at the end. */
  readonly matchboxBase: string;
  /** URL of the initial RAM disk. */
  readonly initrd: string;
  readonly consoles: readonly string[];
  readonly kernelArguments: readonly string[];
}

/** The arguments of the kernel, and how iPXE is to fetch the initial RAM disk. */
export interface KernelArguments {
  readonly args: readonly string[];
  readonly initrd: string;
}

// What the pool writes itself, with the older names for it: https://github.com/flatcar/bootengine/tree/flatcar-master/dracut/30ignition
const OWN: readonly string[] = [
  "coreos.config.url",
  "coreos.first_boot",
  "flatcar.config.url",
  "flatcar.first_boot",
  "ignition.config.url",
  "initrd",
  "root",
];
const USUAL_INITRD = "flatcar_production_pxe_image.cpio.gz";

/**
 * The arguments of the kernel, in an order that never changes.
 *
 * `initrd=` names the file that the firmware of a UEFI machine keeps (https://github.com/flatcar/Flatcar/issues/994); `${uuid}` and
 * `${mac:hexhyp}` are filled in by iPXE. Literal text, not escaped for Terraform.
 *
 * @throws FlatcarError `kernel-argument`, `kernel-command-line`
 */
export function kernelArguments(input: KernelArgumentsInput): KernelArguments {
  const { node, matchboxBase, initrd, consoles } = input;
  refuseUnknownList("consoles", node, consoles);
  refuseUnknownList("kernelArguments", node, input.kernelArguments);
  consoles.forEach((argument, i) => check(argument, `consoles of nodes.${node}: [${i}]`));
  input.kernelArguments.forEach((argument, i) => check(argument, `kernelArguments of nodes.${node}: [${i}]`));
  const name = fileName(initrd);
  const args = [
    `initrd=${name ?? USUAL_INITRD}`,
    "flatcar.first_boot=1",
    `ignition.config.url=${matchboxBase}/ignition?uuid=\${uuid}&mac=\${mac:hexhyp}`,
    ...consoles.map((console) => `console=${console}`),
    ...input.kernelArguments,
  ];
  checkLength(args, node);
  return {
    args,
    // Where the file's own name waits for apply, iPXE gives it the usual one: https://ipxe.org/cmd/initrd
    initrd: name === undefined ? `--name ${USUAL_INITRD} ${initrd}` : initrd,
  };
}

function refuseUnknownList(prop: string, node: string, list: readonly string[]): void {
  if (!isListToken(list)) return;
  throw new FlatcarError({
    code: "kernel-argument",
    subject: `${prop} of nodes.${node}`,
    received: "a list known only at apply",
    allowed: "a list written down, whose members may be known only at apply",
    mend: "write them one by one, for example [variable.stringValue]",
  });
}

// iPXE takes a file's name from the path of its URL.
function fileName(url: string): string | undefined {
  const last = url.slice(url.lastIndexOf("/") + 1);
  return last === "" || hasToken(last) || !/^[\w.+-]+$/.test(last) ? undefined : last;
}

// What iPXE fills in is longer than what stands for it, so this is the least that it becomes.
function checkLength(args: readonly string[], node: string): void {
  const bytes = Buffer.byteLength(withoutTokens(args.join(" ")));
  if (bytes <= KERNEL_COMMAND_LINE_LIMIT) return;
  throw new FlatcarError({
    code: "kernel-command-line",
    subject: `kernelArguments of nodes.${node}`,
    received: `${bytes} bytes with those that the pool writes`,
    allowed: `at most ${KERNEL_COMMAND_LINE_LIMIT} bytes: the kernel forgets what is behind them`,
    mend: "leave some out, or set them in the machine config",
  });
}

function check(argument: string, subject: string): void {
  const known = withoutTokens(argument);
  const isConsole = subject.startsWith("consoles");
  const isLiteral = !hasToken(argument);
  // iPXE splits at spaces and knows no quotes, takes what begins with # for a comment, and these words for the ends of commands: https://ipxe.org/scripting
  const splits = /[\s"'\x00-\x1f\x7f]/.test(known) || (isLiteral && /^$|^#|^(\|\||&&|;)$/.test(argument));
  if (splits || (isConsole && isLiteral && /^console=/.test(argument))) {
    throw new FlatcarError({
      code: "kernel-argument",
      subject,
      received: argument,
      allowed: isConsole
        ? "a device with its options, without spaces and quotes and without 'console=': ttyS0,115200n8"
        : "one argument, without spaces and quotes, that iPXE takes for nothing else",
      mend: "write each argument as a text of its own",
    });
  }
  const name = known.split("=")[0];
  if (!isConsole && OWN.includes(name)) {
    throw new FlatcarError({
      code: "kernel-argument",
      subject,
      received: argument,
      allowed: `any argument but those that the pool writes itself or that undo what it does: ${OWN.join(", ")}`,
      mend: name === "root" ? "leave it out: the root is in RAM; give DisklessState.partition(…) for what is to stay" : "leave it out",
    });
  }
}
