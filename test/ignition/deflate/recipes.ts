/** Inputs that a name, a seed and a size describe, so that recorded answers need not hold them. */

/** Numbers below 2^32, the same on every machine. https://www.jstatsoft.org/article/view/v008i14 */
export function numbers(seed: number): (below: number) => number {
  let x = (seed ^ 0x9e3779b9) >>> 0 || 1;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x = (x ^ (x << 5)) >>> 0;
    return Math.floor((x / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof numbers>;

const WORDS = (
  "[Unit] [Service] [Install] Description= After=network-online.target Wants= ExecStart=/usr/bin/ ExecStartPre=-/bin/ Restart=always " +
  "RestartSec=5s WantedBy=multi-user.target Environment= etcd kubelet containerd --config=/etc/ --listen-client-urls=https:// 10.0.0. 192.168. " +
  "true false null storage: files: path: contents: inline: mode: 0644 overwrite: systemd: units: name: enabled: # ü ssh-ed25519"
).split(" ");
const LINES = ["set -euo pipefail", "if [ -f /etc/os-release ]; then", "  . /etc/os-release", "fi", "export PATH=/opt/bin:$PATH", "done"];

const each = (next: (random: Random, at: number, bytes: Uint8Array) => number) => (random: Random, size: number) => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = next(random, at, bytes);
  return bytes;
};
const text = (piece: (random: Random) => string) => (random: Random, size: number) => {
  let whole = "";
  while (whole.length < size) whole += piece(random);
  return new Uint8Array(Buffer.from(whole).subarray(0, size));
};

/** By name: makes an input of a size, except for `four far`, where the number is a distance. */
export const RECIPES: Readonly<Record<string, (random: Random, size: number) => Uint8Array>> = {
  zeros: each(() => 0),
  noise: each((random) => random(256)),
  /** Mostly one byte: more candidates than are tried. */
  few: each((random) => 97 + (random(10) === 0 ? 1 : 0)),
  /** Every other byte the same: candidates that are all alike for a few bytes. */
  alternating: each((random, at) => (at % 2 === 0 ? 120 : 48 + random(3))),
  /** Each byte less than half as frequent as the last: the longest codes. */
  skewed: each((random) => {
    let value = 0;
    while (value < 40 && random(100) < 38) value++;
    return 65 + value;
  }),
  /** Repeats itself at the size of the window, with faults. */
  period: each((random, at, bytes) => (at < 32_768 || random(400) === 0 ? random(256) : bytes[at - 32_768])),
  words: text((random) => WORDS[random(WORDS.length)] + (random(6) === 0 ? "\n" : " ")),
  script: text((random) => `${"  ".repeat(random(4))}${LINES[random(LINES.length)]} # ${random(1000)}\n`),
  base64: text((random) => Buffer.from(Uint8Array.from({ length: 48 }, () => random(256))).toString("base64") + "\n"),
  /** Runs of one byte, short and long. */
  runs: text((random) => "ab \n"[random(4)].repeat(1 + random(random(2) === 0 ? 6 : 700))),
  /** "abcd", bytes that never repeat four, and "abcd" again so far behind. */
  "four far": (_, distance) => {
    const bytes = new Uint8Array(distance + 4);
    for (let at = 4; at < distance; at += 2) bytes.set([128 + ((at >> 1) & 127), 128 + (at >> 8)], at);
    bytes.set(Buffer.from("abcd"), 0);
    bytes.set(Buffer.from("abcd"), distance);
    return bytes;
  },
};

/** @throws when there is no such recipe */
export function recipe(name: string, seed: number, size: number): Uint8Array {
  if (!Object.hasOwn(RECIPES, name)) throw new Error(`no recipe ${name}`);
  return RECIPES[name](numbers(seed), size);
}
