import { IResolvable, Token } from "cdktf";
import { Construct } from "constructs";
import { placed } from "../errors";
import { IgnitionConfig, IgnitionSpecVersion, assertIgnition } from "../ignition";
import { ChangePolicy } from "../pool/change-policy";
import { ComposedNode } from "../pool/compose";
import { lockedArtifact } from "../pool/locked-image";
import { MachineConfig } from "../pool/machine-config";
import { NamedNodePoolBase, PreparedNode } from "../pool/named-node-pool";
import { plainAddress } from "../pool/node-pool-base";
import { ReplaceTrigger } from "../pool/replace-trigger";
import { addressOf, hasToken, isToken } from "../pool/tokens";
import { UserData } from "../pool/user-data";
import { addWarning } from "../pool/warning";
import { Architecture, FlatcarRelease, ImageKind } from "../release";
import { PxeAssets, PxeFiles } from "./assets";
import { disklessUpdate } from "./diskless-rules";
import { refuseKeptFiles } from "./diskless-state";
import { installDiskOf } from "./disk";
import { INSTALLER_CONSTANTS, InstallerParts } from "./installer";
import { kernelArguments } from "./kernel-arguments";
import { MATCHBOX_CONFIG_LIMIT } from "./limits";
import { isPlainFromBeyond } from "./local-host";
import { claimMac } from "./mac";
import { ServedMachine } from "./machine";
import { matchboxBase } from "./matchbox-url";
import { claimName } from "./names";
import { BareMetalMachine, BareMetalNodeOptions, BareMetalNodePoolProps, ServedProfile } from "./node-pool-props";
import { SecretGuard } from "./secrets";
import { UniqueSelectors } from "./selectors";
import { NetBoot, serve } from "./serve";
import { ServedRecord, digestOf } from "./served-record";

/**
 * Flatcar on machines of one's own, which boot from the network by matchbox: one profile and group per machine, and two where it installs
 * Flatcar to disk.
 *
 * An apply changes what matchbox serves, never a machine. What a machine has yet to take is in {@link staleMachines} and the manifest.
 */
export class BareMetalNodePool extends NamedNodePoolBase {
  private readonly matchboxBase: string;
  private readonly secrets: SecretGuard;
  private readonly unstableDisks: { [node: string]: string } = {};
  private readonly plainAssets = new Set<string>();
  private readonly files = new Map<FlatcarRelease, PxeFiles>();
  private readonly checkedInstallers = new Set<string>();
  private readonly installers: InstallerParts;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BareMetalNodePoolProps,
  ) {
    super(scope, id, () => ({
      ...props,
      ...(props.boot.isDiskless ? { update: disklessUpdate(props), machineConfig: withState(props) } : {}),
      platform: "bare-metal",
      architecture: props.architecture ?? Architecture.AMD64,
      platformUserDataLimit: MATCHBOX_CONFIG_LIMIT,
      platformSpec: { version: IgnitionSpecVersion.V3_4_0, reason: "matchbox serves every config as 3.4.0" },
    }));
    // No function stands between here and what makes the resources: cdktf keeps the whole stack of calls for every block of each of them.
    try {
      this.matchboxBase = matchboxBase(props.matchboxUrl);
      this.installers = new InstallerParts(props.sshAuthorizedKeys ?? []);
      this.secrets = new SecretGuard(this, props.allowSecrets ?? [], INSTALLER_CONSTANTS);
      UniqueSelectors.check(this);
      for (const [name, options] of Object.entries(props.nodes)) this.addServed(name, options);
      this.secrets.finish();
      this.warn();
      this.finish();
    } catch (e) {
      throw placed(e, this.node.path);
    }
  }

  public override get nodes(): BareMetalMachine[] {
    return super.nodes as BareMetalMachine[];
  }

  public override machine(name: string): BareMetalMachine {
    return super.machine(name) as BareMetalMachine;
  }

  /**
   * By the name of each machine, whether something else is served than it has taken: for an output, in which a plan shows what
   * becomes stale.
   */
  public get staleMachines(): { [name: string]: IResolvable } {
    return Object.fromEntries(this.nodes.map((machine) => [machine.name, machine.stale]));
  }

  protected override composeConfig(node: ComposedNode): IgnitionConfig {
    const config = super.composeConfig(node);
    const { path } = this.props.boot.state;
    if (path !== undefined) refuseKeptFiles(config, path, node.name);
    this.secrets.check(node.name, config);
    return config;
  }

  private addServed(name: string, options: BareMetalNodeOptions): void {
    const { boot, provider, protect = false } = this.props;
    const node = this.prepareNode(name, options);
    claimName(node, node.resourceName, provider);
    const mac = claimMac(node, options.mac);
    const config = this.userDataOf(node, options);
    const generation = new ReplaceTrigger(node.scope, "Generation", { generation: node.generation });
    const files = this.filesOf(node);
    const netBoot = this.netBootOf(node, files, options);
    this.secrets.checkBoot(name, netBoot);
    const common = { name: node.resourceName, idPrefix: "", config, protect, provider };
    let installer: ServedProfile | undefined;
    let served: ServedProfile;
    if (boot.isDiskless) {
      served = serve(node.scope, { ...common, selector: { mac }, boot: netBoot });
    } else {
      const installs = `${node.resourceName}-install`;
      claimName(node, installs, provider);
      const install = this.installerOf(node, options, mac, files);
      installer = serve(node.scope, { ...common, name: installs, idPrefix: "Install", selector: { mac }, config: install, boot: netBoot });
      served = serve(node.scope, { ...common, selector: { mac, os: "installed" } });
    }
    const record = this.record(node, config, boot.isDiskless ? netBoot : undefined, generation);
    const machine = new ServedMachine(node, mac, served, installer, record);
    this.addMachine(node, machine, config, {
      machine: served.group,
      config: served.profile,
      configAttribute: "raw_ignition",
      served: () => ({
        ...(hasToken(mac) ? {} : { mac }),
        taken: boot.isDiskless ? "at-boot" : "at-installation",
        ...(record.configDigest === undefined ? {} : { digest: record.configDigest }),
        record: plainAddress(record),
      }),
    });
  }

  private filesOf({ name, release }: PreparedNode): PxeFiles {
    const { architecture, props } = this;
    // They are the same for every node of a release: the name is for errors.
    const known = this.files.get(release);
    if (known !== undefined) return known;
    const files = (props.assets ?? PxeAssets.fromReleaseServer()).filesFor({
      release,
      architecture,
      matchboxUrl: props.matchboxUrl,
      node: name,
    });
    for (const url of [files.kernel, files.initrd]) if (isPlainFromBeyond(url)) this.plainAssets.add(url);
    this.files.set(release, files);
    return files;
  }

  private netBootOf({ name }: PreparedNode, { kernel, initrd: url }: PxeFiles, options: BareMetalNodeOptions): NetBoot {
    const { args, initrd } = kernelArguments({
      node: name,
      matchboxBase: this.matchboxBase,
      initrd: url,
      consoles: options.consoles ?? this.props.consoles ?? [],
      kernelArguments: options.kernelArguments ?? this.props.kernelArguments ?? [],
    });
    return { kernel, initrd, args };
  }

  private installerOf(node: PreparedNode, options: BareMetalNodeOptions, mac: string, { imageBase }: PxeFiles): UserData {
    const disk = installDiskOf(node.name, options.disk, this.props.boot.disk);
    if (disk.isUnstable) this.unstableDisks[node.name] = disk.path ?? "";
    const imageSha512 = this.props.boot.verify ? this.imageSha512(node.release) : undefined;
    const config = this.installers.configOf({
      node: node.name,
      hostname: node.hostname,
      generation: isToken(node.generation) ? Token.asString(node.generation) : String(node.generation),
      mac,
      disk,
      release: node.release,
      architecture: this.architecture,
      matchboxBase: this.matchboxBase,
      imageBase,
      imageSha512,
    });
    // It is served to whoever asks as well, and has URLs in it. Beside what is named here installers differ in names and known MACs alone: one stands
    // for all.
    const kind = JSON.stringify([disk.path, imageBase, imageSha512, hasToken(mac) ? mac : undefined]);
    if (!this.checkedInstallers.has(kind)) {
      assertIgnition(config, `installer of ${node.name}`);
      this.secrets.check(node.name, config);
      this.checkedInstallers.add(kind);
    }
    return this.renderOwnConfig(node.name, config);
  }

  private imageSha512(release: FlatcarRelease): string {
    const fileName = ImageKind.GENERIC.fileName(release.version, this.architecture);
    const subject = "boot: BareMetalBoot.installToDisk({ verify })";
    return lockedArtifact(release, this.architecture, fileName, subject, "leave 'verify' out").sha512;
  }

  private record(node: PreparedNode, config: UserData, boot: NetBoot | undefined, generation: ReplaceTrigger): ServedRecord {
    const { scope, release } = node;
    const booted = boot === undefined ? undefined : [boot.kernel, boot.initrd, ...boot.args].join(" ");
    const state = {
      config: digestOf(scope, "ConfigDigest", config.text, config.value),
      release: release.version.toString(),
      ...(booted === undefined ? {} : { boot: digestOf(scope, "BootDigest", hasToken(booted) ? undefined : booted, booted) }),
    };
    const followsRelease = boot !== undefined || this.changePolicies.onReleaseChange === ChangePolicy.REPLACE;
    return new ServedRecord(scope, "Served", state, [addressOf(generation)], followsRelease);
  }

  private warn(): void {
    if (Object.keys(this.unstableDisks).length > 0) {
      addWarning(this, {
        code: "disk-unstable",
        subject: "disk",
        received: this.unstableDisks,
        allowed: "a path that leads to the same disk at every boot: below /dev/disk/by-id or /dev/disk/by-path",
        mend: "write such a path; 'ls -l /dev/disk/by-id' on the machine lists them",
      });
    }
    for (const url of this.plainAssets) {
      addWarning(this, {
        code: "assets-plain-http",
        subject: "assets",
        received: url,
        allowed: "https, or plain http from within the local network: nothing verifies a kernel on its way",
        mend: "give PxeAssets.fromMatchbox(), or a mirror in the local network",
      });
    }
    if (isPlainFromBeyond(this.props.matchboxUrl)) {
      addWarning(this, {
        code: "matchbox-plain-http",
        subject: "matchboxUrl",
        received: this.props.matchboxUrl,
        allowed: "https, or plain http within the local network: whoever is on the way reads every machine config, and can change it",
        mend: "give the address of matchbox in the local network, or put a server with TLS before it",
      });
    }
  }
}

// What stays of a diskless machine is one config among the pool's, so that two of them cannot write one unit.
function withState({ boot, machineConfig = [] }: BareMetalNodePoolProps): MachineConfig[] {
  const config = boot.state.config();
  return config === undefined ? machineConfig : [MachineConfig.ignition(config), ...machineConfig];
}
