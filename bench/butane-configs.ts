import { Random } from "../test/fuzz/random";
import { containerdConfig, kubeProxyManifest, kubeadmConfig, kubeletUnit, preflightScript, sysctl } from "./butane-contents";

/** A Butane config of the bench. */
export interface BenchConfig {
  /** `kubeadm-07`. */
  readonly name: string;
  readonly text: string;
}

/** Bytes at which the classes of sizes end, as the table of the bench names them. */
export const SIZE_CLASSES: readonly { readonly name: string; readonly below: number }[] = [
  { name: "2 to 5 KB", below: 5_000 },
  { name: "5 to 15 KB", below: 15_000 },
  { name: "15 to 35 KB", below: 35_000 },
  { name: "35 to 60 KB", below: 60_000 },
];

/**
 * A hundred configs as the nodes of small clusters have them, half by kubeadm, half by k3s, from 2 to 60 KB, always the same. What differs
 * between two of one size are names, addresses, keys and hashes, and with the size what a node carries: manifests, scripts, certificates.
 */
export function benchConfigs(): BenchConfig[] {
  return Array.from({ length: 100 }, (_, i) => {
    const kind = i % 2 === 0 ? "kubeadm" : "k3s";
    const random = new Random(20, i);
    // Most are small, as most are: 46 below 5 KB, 26 below 15, 16 below 35, 12 above.
    const bytes =
      i < 46 ? 2_100 + i * 60 : i < 72 ? 5_500 + (i - 46) * 340 : i < 88 ? 16_000 + (i - 72) * 1_150 : 37_000 + (i - 88) * 1_900;
    return { name: `${kind}-${String(i).padStart(2, "0")}`, text: nodeConfig(random, kind, i, bytes) };
  });
}

function nodeConfig(random: Random, kind: "kubeadm" | "k3s", index: number, bytes: number): string {
  const config = new ConfigText(random, kind, index);
  const parts = kind === "kubeadm" ? config.kubeadm() : config.k3s();
  // The largest take what is common to all first, and fill up with manifests.
  while (parts.size() < bytes - 900) parts.file(config.extraFile(bytes - parts.size()));
  return parts.text();
}

/** The sections of a config while they grow. */
class Sections {
  private readonly files: string[] = [];
  private readonly links: string[] = [];
  private readonly units: string[] = [];
  private bytes = 0;

  constructor(private readonly head: string) {
    this.bytes = head.length + 60;
  }

  public file(text: string): this {
    return this.add(this.files, text);
  }

  public link(text: string): this {
    return this.add(this.links, text);
  }

  public unit(text: string): this {
    return this.add(this.units, text);
  }

  public size(): number {
    return this.bytes;
  }

  public text(): string {
    return `${this.head}storage:\n  files:\n${this.files.join("")}  links:\n${this.links.join("")}systemd:\n  units:\n${this.units.join("")}`;
  }

  private add(section: string[], text: string): this {
    section.push(text);
    this.bytes += text.length;
    return this;
  }
}

class ConfigText {
  private extras = 0;

  constructor(
    private readonly random: Random,
    private readonly kind: string,
    private readonly index: number,
  ) {}

  public kubeadm(): Sections {
    return new Sections(this.head())
      .file(this.inline("/etc/hostname", 0o644, `${this.name()}\n`))
      .file(this.inline("/etc/sysctl.d/90-kubernetes.conf", 0o644, sysctl(this.index)))
      .file(this.remote("/opt/extensions/kubernetes/kubernetes-v1.33.2-x86-64.raw", "extensions.example.com/kubernetes-v1.33.2-x86-64.raw"))
      .file(this.inline("/etc/kubernetes/kubeadm.yaml", 0o600, kubeadmConfig(this.name(), this.hex(32), this.index)))
      .link(this.sysext("kubernetes", "kubernetes-v1.33.2-x86-64"))
      .unit(unit("kubeadm.service", kubeletUnit("kubeadm", "/usr/bin/kubeadm join --config /etc/kubernetes/kubeadm.yaml")))
      .unit(dropIn("containerd.service", "10-cgroup.conf", "[Service]\nEnvironment=CONTAINERD_CONFIG=/etc/containerd/config.toml\n"))
      .unit(masked("systemd-timesyncd.service"));
  }

  public k3s(): Sections {
    const server = this.index % 3 === 0 ? "server --cluster-init" : "agent --server https://10.0.0.10:6443";
    return new Sections(this.head())
      .file(this.inline("/etc/hostname", 0o644, `${this.name()}\n`))
      .file(this.inline("/etc/rancher/k3s/config.yaml", 0o600, k3sConfig(this.name(), this.hex(32), this.index)))
      .file(this.inline("/etc/modules-load.d/k3s.conf", 0o644, "overlay\nbr_netfilter\nip_vs\n"))
      .file(this.remote("/opt/extensions/k3s/k3s-v1.33.2-x86-64.raw", "extensions.example.com/k3s-v1.33.2-x86-64.raw"))
      .link(this.sysext("k3s", "k3s-v1.33.2-x86-64"))
      .unit(unit("k3s.service", kubeletUnit("k3s", `/usr/local/bin/k3s ${server}`)))
      .unit(dropIn("systemd-networkd.service", "10-wait.conf", "[Service]\nTimeoutStartSec=60\n"))
      .unit(masked("systemd-timesyncd.service"));
  }

  /** One more of what larger configs carry, of at most some bytes, as far as there is one so small. */
  public extraFile(room: number): string {
    const n = this.extras++;
    const folder = this.kind === "k3s" ? "/var/lib/rancher/k3s/server/manifests" : "/etc/kubernetes/manifests";
    const choices = [
      () => this.inline(`/etc/ssl/certs/ca-${n}.pem`, 0o644, this.certificate()),
      () => this.inline(`/etc/cron-jobs/job-${n}.env`, 0o600, `SCHEDULE=*-*-* 0${n % 10}:00:00\nTOKEN=${this.hex(40)}\n`),
      () => this.inline(`/opt/bin/preflight-${n}.sh`, 0o755, preflightScript(n)),
      () => this.inline(`/etc/containerd/config-${n}.toml`, 0o644, containerdConfig(n)),
      () => this.inline(`${folder}/proxy-${n}.yaml`, 0o600, kubeProxyManifest(n, this.hex(12))),
      () =>
        this.inline(
          `${folder}/bundle-${n}.yaml`,
          0o600,
          Array.from({ length: 6 }, (_, i) => kubeProxyManifest(i, this.hex(12))).join("---\n"),
        ),
    ];
    return choices[room < 2_500 ? n % 2 : room < 8_000 ? n % 5 : n % choices.length]();
  }

  private head(): string {
    const keys = Array.from(
      { length: 1 + (this.index % 3) },
      (_, i) => `        - ssh-ed25519 ${this.base64(68)} operator-${i}@example.com\n`,
    );
    const user = `    - name: deploy\n      groups: [docker, sudo]\n      shell: /bin/bash\n`;
    return `# Made for ${this.name()}\nvariant: flatcar\nversion: ${this.index % 5 === 0 ? "1.0.0" : "1.1.0"}\npasswd:\n  users:\n    - name: core\n      ssh_authorized_keys:\n${keys.join("")}${this.index % 4 === 0 ? user : ""}`;
  }

  private name(): string {
    return `${this.kind}-${this.index}.cluster.example.com`;
  }

  private inline(path: string, mode: number, contents: string): string {
    return `    - path: ${path}\n      mode: 0${mode.toString(8)}\n      overwrite: true\n      contents:\n        inline: |\n${contents.replace(/^(?=.)/gm, "          ")}`;
  }

  private remote(path: string, source: string): string {
    return `    - path: ${path}\n      mode: 0644\n      contents:\n        source: https://${source}\n        verification:\n          hash: sha512-${this.hex(128)}\n`;
  }

  private sysext(name: string, image: string): string {
    return `    - path: /etc/extensions/${name}.raw\n      target: /opt/extensions/${name}/${image}.raw\n      hard: false\n`;
  }

  private certificate(): string {
    const lines = Array.from({ length: 20 }, () => `${this.base64(64)}\n`);
    return `-----BEGIN CERTIFICATE-----\n${lines.join("")}-----END CERTIFICATE-----\n`;
  }

  private hex(length: number): string {
    return this.characters("0123456789abcdef", length);
  }

  private base64(length: number): string {
    return this.characters("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", length);
  }

  private characters(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet[this.random.below(alphabet.length)]).join("");
  }
}

function unit(name: string, contents: string): string {
  return `    - name: ${name}\n      enabled: true\n      contents: |\n${contents.replace(/^(?=.)/gm, "        ")}`;
}

function dropIn(name: string, file: string, contents: string): string {
  return `    - name: ${name}\n      dropins:\n        - name: ${file}\n          contents: |\n${contents.replace(/^(?=.)/gm, "            ")}`;
}

function masked(name: string): string {
  return `    - name: ${name}\n      mask: true\n`;
}

function k3sConfig(name: string, token: string, index: number): string {
  return `node-name: ${name}
token: ${token}
write-kubeconfig-mode: "0600"
disable:
  - traefik
  - servicelb
cluster-cidr: 10.${index % 200}.0.0/16
kubelet-arg:
  - max-pods=110
  - system-reserved=cpu=200m,memory=256Mi
node-label:
  - topology.kubernetes.io/zone=zone-${index % 3}
`;
}
