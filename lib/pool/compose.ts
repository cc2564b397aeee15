import { FlatcarError, FlatcarErrorProps } from "../errors";
import {
  IgnitionConfig,
  IgnitionFile,
  IgnitionSpecVersion,
  dataUrl,
  ignitionFromObject,
  lowerTo,
  mergeIgnition,
  translateUp,
} from "../ignition";
import { Architecture, FlatcarRelease } from "../release";
import {
  SystemExtension,
  UPDATE_CONF_PATH,
  UpdateServer,
  UpdateStrategy,
  mergeUpdateConf,
  printUpdateConf,
  rebootSlotOf,
  renderSystemExtensions,
  renderUpdate,
  updateContradictions,
} from "../update";
import { USUAL_SPEC } from "./bootable";
import { ComposedCheck } from "./composed-check";
import { sourceOf } from "./config-source";
import { ConfigWriters } from "./config-writers";
import { EMPTY_LAYER, MachineLayer, layerOf, mergeLayers } from "./layer";
import { MachineConfig } from "./machine-config";
import { NodeContext } from "./node-context";
import { refuseTokensOutsideText } from "./outside-text";
import { HOSTNAME_PATH, refuseReserved } from "./reserved";
import { hasToken, isListToken } from "./tokens";
import { contentsUrl } from "./values";

/** What the configs of all nodes of a pool are made of. */
export interface ComposerProps {
  readonly platform: string;
  readonly pool: string;
  readonly stack: string;
  readonly architecture: Architecture;
  readonly update: UpdateStrategy;
  readonly updateServer: UpdateServer;
  readonly machineConfig: readonly MachineConfig[];
  readonly sshAuthorizedKeys: readonly string[];
  readonly systemExtensions: readonly SystemExtension[];
  /**
   * The one spec version that reaches a machine on the platform.
   *
   * @default - any that the release boots
   */
  readonly platformSpec?: PlatformSpec;
  /**
   * Told what is odd about a config, once.
   *
   * @default - nobody wants to know
   */
  readonly warn?: (warning: Omit<FlatcarErrorProps, "path">) => void;
}

/** A spec version that something between the pool and its machines prescribes. */
export interface PlatformSpec {
  readonly version: IgnitionSpecVersion;
  /** Who prescribes it, as an error says it: `matchbox serves every config as 3.4.0`. */
  readonly reason: string;
}

/** What the config of one node is made of beside the pool's. */
export interface ComposedNode {
  readonly name: string;
  /**
   * What `/etc/hostname` gets.
   *
   * @default - no such file: the platform names the machine
   */
  readonly hostname?: string;
  readonly release: FlatcarRelease;
  readonly index?: number;
  readonly rebootSlot?: number;
  readonly machineConfig: readonly MachineConfig[];
  readonly privateIpv4?: string;
}

/**
 * Composes the machine configs of a pool: the pool's own layer (hostname, keys, update settings, extensions) under the pool's
 * `machineConfig` under the node's, and `update.conf` merged from all three.
 */
export class NodeConfigComposer {
  /** Which config writes what. */
  public readonly writers: ConfigWriters;
  private readonly poolLayers = new Map<string, MachineLayer>();
  private readonly templates = new Map<string, IgnitionConfig>();
  private readonly checked = new Set<string>();
  private readonly warned = new Set<string>();
  private readonly check = new ComposedCheck();
  private readonly fixed: boolean;

  constructor(private readonly props: ComposerProps) {
    this.writers = new ConfigWriters(props.machineConfig);
    this.fixed = props.updateServer._sameForEveryNode && props.machineConfig.every((config) => config.sameForEveryNode);
    checkKeys(props.sshAuthorizedKeys);
  }

  /** The whole config of a node, with its version, checked for what would keep it from booting. */
  public compose(node: ComposedNode): IgnitionConfig {
    const slot = rebootSlotOf(node, this.props.update.rebootSlots);
    if (!this.fixed || node.machineConfig.length > 0) return this.composeAnew(node);
    // All that is left to differ is the hostname, so that a large pool merges and checks a config once and not for each node.
    const key = `${node.release.version.toString()} ${slot}`;
    const template = this.templates.get(key) ?? this.composeAnew(node);
    this.templates.set(key, template);
    return node.hostname === undefined ? template : withHostname(template, node.hostname);
  }

  private composeAnew(node: ComposedNode): IgnitionConfig {
    const context = this.contextOf(node);
    const poolConfigs = this.props.machineConfig.map((config) => config.render(context));
    const nodeConfigs = node.machineConfig.map((config) => config.render(context));
    const configs = [...poolConfigs, ...nodeConfigs];
    this.warn(configs);
    const spec = specFor(node.release, configs, this.props.platformSpec);
    const poolLayer = this.poolLayer(poolConfigs, spec);
    const nodeLayer = nodeConfigs.length === 0 ? EMPTY_LAYER : layerOf(nodeConfigs.map((config) => raise(config, spec)));
    this.writers.note(node.name, poolConfigs, node.machineConfig, nodeConfigs);
    const user = mergeLayers(poolLayer, nodeLayer);
    const settings = renderUpdate(this.props.update, this.props.updateServer, node);
    const [contradiction] = updateContradictions({
      strategy: this.props.update,
      settings,
      config: user.config,
      updateConf: user.updateConf,
    });
    if (contradiction !== undefined) throw contradiction;
    const updateConf = printUpdateConf(mergeUpdateConf(settings.updateConf, user.updateConf));
    const own = { config: this.ownConfig(node, updateConf, spec, settings.config), updateConf: settings.updateConf };
    const { config } = mergeLayers(own, user);
    // Nodes without a config of their own differ in texts that the pool writes itself: one of a spec version stands for all.
    const kind = this.fixed && nodeConfigs.length === 0 ? spec.toString() : undefined;
    if (kind === undefined || !this.checked.has(kind)) this.check.assert(config, spec, `machine config of ${node.name}`);
    if (kind !== undefined) this.checked.add(kind);
    return config;
  }

  // A large pool has the same config many times.
  private warn(configs: readonly IgnitionConfig[]): void {
    for (const warning of configs.flatMap((config) => sourceOf(config)?.warnings ?? [])) {
      if (this.warned.has(warning.subject)) continue;
      this.warned.add(warning.subject);
      this.props.warn?.(warning);
    }
  }

  private contextOf(node: ComposedNode): NodeContext {
    const { pool, stack, platform, architecture } = this.props;
    const { name, hostname, release, index, privateIpv4 } = node;
    return { name, hostname, pool, stack, platform, release, architecture, index, privateIpv4 };
  }

  private poolLayer(configs: readonly IgnitionConfig[], spec: IgnitionSpecVersion): MachineLayer {
    const known = this.fixed ? this.poolLayers.get(spec.toString()) : undefined;
    if (known !== undefined) return known;
    const layer = layerOf(configs.map((config) => raise(config, spec)));
    if (this.fixed) this.poolLayers.set(spec.toString(), layer);
    return layer;
  }

  private ownConfig(node: ComposedNode, updateConf: string, spec: IgnitionSpecVersion, update: IgnitionConfig): IgnitionConfig {
    const { sshAuthorizedKeys, systemExtensions, architecture } = this.props;
    const own: IgnitionConfig = {
      ignition: { version: spec.toString() },
      ...(sshAuthorizedKeys.length === 0 ? {} : { passwd: { users: [{ name: "core", sshAuthorizedKeys }] } }),
      storage: {
        files: [
          ...(node.hostname === undefined ? [] : [hostnameFile(node.hostname)]),
          // The image has an empty one: without overwrite the first boot would fail.
          ...(updateConf === "" ? [] : [textFile(UPDATE_CONF_PATH, updateConf)]),
        ],
      },
    };
    const extensions =
      systemExtensions.length === 0
        ? {}
        : renderSystemExtensions(systemExtensions, { major: node.release.version.major, sysextArchitecture: architecture.sysext });
    return [update, extensions].map((config) => translateUp(config, spec)).reduce((merged, config) => mergeIgnition(merged, config), own);
  }
}

// The pool's own file of the hostname is the first of all, and no other layer may write one.
function withHostname(config: IgnitionConfig, hostname: string): IgnitionConfig {
  const [, ...files] = config.storage?.files ?? [];
  return { ...config, storage: { ...config.storage, files: [hostnameFile(hostname), ...files] } };
}

function hostnameFile(hostname: string): IgnitionFile {
  return textFile(HOSTNAME_PATH, `${hostname}\n`);
}

function textFile(path: string, text: string): IgnitionFile {
  return { path, mode: 0o644, overwrite: true, contents: { source: hasToken(text) ? contentsUrl(text) : dataUrl(text) } };
}

// A user's config is checked before it is merged: the merge takes types for granted, and afterwards nobody knows whose mistake it was.
function raise(config: IgnitionConfig, spec: IgnitionSpecVersion): IgnitionConfig {
  refuseTokensOutsideText(config, "machineConfig");
  const checked = ignitionFromObject(config, spec, "machineConfig");
  refuseReserved(checked);
  return translateUp(checked, spec);
}

function specFor(release: FlatcarRelease, configs: readonly IgnitionConfig[], platform: PlatformSpec | undefined): IgnitionSpecVersion {
  const booted = IgnitionSpecVersion.parse(release.ignitionSpec);
  const has = `Flatcar ${release.version.toString()} has Ignition ${release.ignitionVersion}`;
  if (platform !== undefined && booted.compare(platform.version) < 0) {
    throw new FlatcarError({
      code: "release-below-platform-spec",
      subject: "release",
      received: `${has}, which reads configs up to ${booted.toString()}`,
      allowed: `a release whose Ignition reads ${platform.version.toString()}: ${platform.reason}`,
      mend: "choose a newer release",
    });
  }
  const highest = platform?.version ?? booted;
  let spec = platform?.version ?? (booted.compare(USUAL_SPEC) < 0 ? booted : USUAL_SPEC);
  for (const config of configs) {
    if (config.ignition?.version === undefined) continue;
    const version = IgnitionSpecVersion.parse(config.ignition.version);
    if (version.compare(highest) > 0) {
      // Where fields need the version, the error names them.
      lowerTo(ignitionFromObject(config, undefined, "machineConfig"), highest);
      throw new FlatcarError({
        code: "ignition-spec-too-new",
        subject: "machineConfig: ignition.version",
        received: version.toString(),
        allowed: `at most ${highest.toString()}: ${platform?.reason ?? has}`,
        mend:
          platform === undefined ? "write the config in a lower version, or choose a newer release" : "write the config in a lower version",
      });
    }
    if (version.compare(spec) > 0) spec = version;
  }
  return spec;
}

function checkKeys(keys: readonly string[]): void {
  if (isListToken(keys)) {
    throw new FlatcarError({
      code: "ssh-key",
      subject: "sshAuthorizedKeys",
      received: "a list known only at apply",
      allowed: "a list written down, whose members may be known only at apply",
      mend: "name the keys one by one, for example [variable.stringValue]",
    });
  }
  keys.forEach((key, i) => {
    if (hasToken(key) || /^(?:[^\s#][^\n]* )?(?:ssh-|ecdsa-|sk-)[\w.@-]+ [A-Za-z0-9+/]+=*(?: [^\n]*)?$/.test(key)) return;
    const secret = /PRIVATE KEY/.test(key);
    throw new FlatcarError({
      code: "ssh-key",
      subject: `sshAuthorizedKeys[${i}]`,
      // An error ends up in logs, where a private key must not.
      received: secret ? "a private key, not shown" : key,
      allowed: "one public key in the form of authorized_keys: type, base64 and an optional comment, on one line",
      mend: secret ? "give the text of the .pub file, not the private key" : "give the text of the .pub file, without its line end",
    });
  });
}
