import { IgnitionConfig, IgnitionDirectory, IgnitionFile, IgnitionLink, IgnitionUnit, dataUrl } from "../../../lib/ignition";
import { gzip } from "../../../lib/ignition/gzip";

/** A config and one that it merges in, which leave other files than the first alone. */
export interface ConfigPair {
  readonly name: string;
  readonly parent: IgnitionConfig;
  readonly child: IgnitionConfig;
}

type Fields = Omit<IgnitionConfig, "ignition">;

const text = (contents: string) => ({ source: dataUrl(contents) });
const packed = (contents: string) => ({ source: dataUrl(gzip(Buffer.from(contents))), compression: "gzip" });
const files = (...list: IgnitionFile[]): Fields => ({ storage: { files: list } });
const directories = (...list: IgnitionDirectory[]): Fields => ({ storage: { directories: list } });
const links = (...list: IgnitionLink[]): Fields => ({ storage: { links: list } });
const units = (...list: IgnitionUnit[]): Fields => ({ systemd: { units: list } });
const of = (version: string, fields: Fields): IgnitionConfig => ({ ...fields, ignition: { version } });

function pair(
  name: string,
  parent: Fields,
  child: Fields,
  versions: readonly [parent: string, child: string] = ["3.4.0", "3.4.0"],
): ConfigPair {
  return { name, parent: of(versions[0], parent), child: of(versions[1], child) };
}

const INSTALL = "[Service]\nExecStart=/bin/true\n\n[Install]\nWantedBy=multi-user.target\n";
const unitText = (description: string): string => `[Unit]\nDescription=${description}\n\n${INSTALL}`;

/** What merging can do to files, directories, links and units. */
export const PAIRS: readonly ConfigPair[] = [
  pair("files of both", files({ path: "/etc/a", contents: text("a") }), files({ path: "/etc/b", contents: text("b") })),
  pair(
    "contents of the child win",
    files({ path: "/etc/a", contents: text("parent\n") }),
    files({ path: "/etc/a", contents: text("child\n") }),
  ),
  pair(
    "a mode alone keeps the contents",
    files({ path: "/etc/a", contents: text("a"), mode: 0o644 }),
    files({ path: "/etc/a", mode: 0o600 }),
  ),
  pair(
    "contents alone keep the mode",
    files({ path: "/etc/a", contents: text("a"), mode: 0o600 }),
    files({ path: "/etc/a", contents: text("b") }),
  ),
  pair("mode 0 is a mode", files({ path: "/etc/a", mode: 0o644 }), files({ path: "/etc/a", mode: 0 })),
  pair("the child appends", files({ path: "/etc/a", contents: text("1\n") }), files({ path: "/etc/a", append: [text("2\n")] })),
  pair(
    "fragments of the parent come first",
    files({ path: "/etc/a", contents: text("1"), append: [text("2"), text("2")] }),
    files({ path: "/etc/a", append: [text("3"), text("2")] }),
  ),
  pair(
    "fragments stay where contents change",
    files({ path: "/etc/a", contents: text("1"), append: [text("2")] }),
    files({ path: "/etc/a", contents: text("0") }),
  ),
  pair(
    "an empty source is an empty file",
    files({ path: "/etc/a", contents: text("a") }),
    files({ path: "/etc/a", contents: { source: "" } }),
  ),
  pair(
    "contents are compressed",
    files({ path: "/etc/a", contents: text("a") }),
    files({ path: "/etc/a", contents: packed("b".repeat(99)) }),
  ),
  pair(
    "an empty compression takes the parent's away",
    files({ path: "/etc/a", contents: packed("a".repeat(99)) }),
    files({ path: "/etc/a", contents: { ...text("b"), compression: "" } }),
  ),
  pair(
    "bytes that are no text",
    files({ path: "/etc/a", contents: text("a") }),
    files({ path: "/etc/a", contents: { source: dataUrl(Uint8Array.from({ length: 256 }, (_, i) => i)) } }),
  ),
  pair("escapes and letters beyond ASCII", files({ path: "/etc/ä" }), files({ path: "/etc/ä", contents: text("%41 ü 😀 \"'\\\n") })),
  pair("owners by number", files({ path: "/etc/a", user: { id: 1 }, group: { id: 2 } }), files({ path: "/etc/a", user: { id: 3 } })),
  pair("an owner of 0 is an owner", files({ path: "/etc/a", user: { id: 1 } }), files({ path: "/etc/a", user: { id: 0 } })),
  pair(
    "a file takes the place of a directory",
    directories({ path: "/srv/a", mode: 0o700 }),
    files({ path: "/srv/a", contents: text("a") }),
  ),
  pair(
    "a directory takes the place of a file",
    files({ path: "/srv/a", contents: text("a") }),
    directories({ path: "/srv/a", mode: 0o700 }),
  ),
  pair("a link takes the place of a file", files({ path: "/srv/a", contents: text("a") }), links({ path: "/srv/a", target: "/etc/b" })),
  pair("a file takes the place of a link", links({ path: "/srv/a", target: "/etc/b" }), files({ path: "/srv/a", contents: text("a") })),
  pair("a directory takes the place of a link", links({ path: "/srv/a", target: "/etc/b" }), directories({ path: "/srv/a" })),
  pair("a link leads elsewhere", links({ path: "/srv/a", target: "/etc/b" }), links({ path: "/srv/a", target: "../c" })),
  pair(
    "a link becomes a hard one",
    { storage: { files: [{ path: "/etc/b", contents: text("b") }], links: [{ path: "/srv/a", target: "/etc/b" }] } },
    links({ path: "/srv/a", target: "/etc/b", hard: true }),
  ),
  pair(
    "a hard link becomes a soft one",
    { storage: { files: [{ path: "/etc/b", contents: text("b") }], links: [{ path: "/srv/a", target: "/etc/b", hard: true }] } },
    links({ path: "/srv/a", target: "/etc/b", hard: false }),
  ),
  pair(
    "a directory's mode and owner",
    directories({ path: "/srv/a", mode: 0o750 }),
    directories({ path: "/srv/a", mode: 0o700, user: { id: 5 } }),
  ),
  pair(
    "a directory around a file of the parent",
    files({ path: "/srv/a/b/c" }),
    directories({ path: "/srv/a", mode: 0o700 }, { path: "/srv/a/b", mode: 0o711 }),
  ),
  pair("a unit's text", units({ name: "a.service", contents: unitText("1") }), units({ name: "a.service", contents: unitText("2") })),
  pair("a unit is enabled", units({ name: "a.service", contents: unitText("1") }), units({ name: "a.service", enabled: true })),
  pair(
    "a unit is disabled",
    units({ name: "a.service", contents: unitText("1"), enabled: true }),
    units({ name: "a.service", enabled: false }),
  ),
  pair("a unit is masked", units({ name: "a.service", enabled: true }), units({ name: "a.service", mask: true })),
  pair("a unit is unmasked", units({ name: "a.service", mask: true }), units({ name: "a.service", mask: false })),
  pair(
    "presets are in the order of the parent, then of the child",
    units({ name: "b.service", enabled: true }, { name: "a.service", enabled: true }),
    units({ name: "c.service", enabled: false }, { name: "a.service", enabled: false }),
  ),
  pair(
    "a drop-in is added",
    units({ name: "a.service", contents: unitText("1") }),
    units({ name: "a.service", dropins: [{ name: "1.conf", contents: "[Unit]\nAfter=b\n" }] }),
  ),
  pair(
    "drop-ins are merged by name",
    units({
      name: "a.service",
      dropins: [
        { name: "2.conf", contents: "[Unit]\nAfter=b\n" },
        { name: "1.conf", contents: "[Unit]\nAfter=c\n" },
      ],
    }),
    units({
      name: "a.service",
      dropins: [
        { name: "3.conf", contents: "[Unit]\n" },
        { name: "1.conf", contents: "[Unit]\nAfter=d\n" },
      ],
    }),
  ),
  pair(
    "an empty drop-in is none",
    units({ name: "a.service", dropins: [{ name: "1.conf", contents: "[Unit]\n" }] }),
    units({ name: "a.service", dropins: [{ name: "1.conf", contents: "" }] }),
  ),
  pair("an older child", files({ path: "/etc/a", contents: text("a") }), files({ path: "/etc/a", mode: 0o600 }), ["3.4.0", "3.0.0"]),
  pair("a newer child", files({ path: "/etc/a", contents: text("a") }), files({ path: "/etc/a", mode: 0o600 }), ["3.0.0", "3.6.0"]),
  pair("an experimental child", files({ path: "/etc/a", contents: text("a") }), files({ path: "/etc/a", mode: 0o4755 }), [
    "3.3.0",
    "3.7.0-experimental",
  ]),
  pair("special bits of an old child are masked", files({ path: "/etc/a", mode: 0o2755 }), files({ path: "/etc/b", mode: 0o4755 }), [
    "3.6.0",
    "3.5.0",
  ]),
  pair(
    "special bits of an old parent are masked",
    { storage: { files: [{ path: "/etc/a", mode: 0o4755 }], directories: [{ path: "/srv/t", mode: 0o1777 }] } },
    directories({ path: "/srv/u", mode: 0o1777 }),
    ["3.5.0", "3.6.0"],
  ),
  pair(
    "many files, in part the same",
    files(...Array.from({ length: 40 }, (_, i) => ({ path: `/srv/${i}`, contents: text(`parent ${i}`), mode: 0o640 }))),
    files(...Array.from({ length: 40 }, (_, i) => ({ path: `/srv/${i + 20}`, contents: text(`child ${i}`) }))),
  ),
];
