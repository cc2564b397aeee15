import { cleanPath } from "../../ignition/go-path";
import { textOf } from "../../ignition/go-bytes";
import { Nodes } from "./nodes";
import type { Made } from "../plan";
import { PROBLEMS } from "../problems";
import { withContents } from "./resource";
import type { Run } from "../run";
import type { Decoded } from "../struct";
import { checkUnitContents } from "./units";
import type { Walk } from "../walk";

// https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html
const ROOTFUL = "/etc/containers/systemd";
const ROOTLESS = "/etc/containers/systemd/users";
const EXTENSIONS = [".container", ".volume", ".network", ".kube", ".image", ".build", ".pod", ".artifact"];
const MODE = 0o644;

/** A quadlet has a name of its kind, and an instance of a template no text of its own. */
export function checkQuadlet(quadlet: Decoded, walk: Walk): void {
  const name = quadlet.name as string;
  if (!EXTENSIONS.some((extension) => name.endsWith(extension))) return walk.error("name", PROBLEMS.quadletExtension);
  if (templateOf(name) === undefined) return checkUnitContents(quadlet, walk);
  for (const field of ["contents", "contents_local"]) {
    if (quadlet[field] !== undefined) walk.error(field, PROBLEMS.quadletInstance);
  }
}

/** The template of an instance, `web@.container` of `web@1.container`; undefined for what is none. */
export function templateOf(name: string): string | undefined {
  const at = name.indexOf("@");
  const dot = name.lastIndexOf(".");
  return at < 0 || dot < 0 || at + 1 === dot ? undefined : `${name.slice(0, at)}@.${name.slice(dot + 1)}`;
}

/**
 * Adds quadlets and their drop-ins as files, instances of templates as links.
 *
 * @see https://github.com/coreos/butane/blob/v0.29.0/base/v0_8_exp/translate.go
 */
export function addQuadlets(config: Decoded, made: Made, run: Run): void {
  const quadlets = ((config.systemd as Decoded | undefined)?.quadlets as readonly Decoded[] | undefined) ?? [];
  if (quadlets.length === 0) return;
  const nodes = new Nodes(made);
  for (const [i, quadlet] of quadlets.entries()) {
    const at = `systemd.quadlets.${i}`;
    const name = quadlet.name as string;
    const path = cleanPath(`${quadlet.rootful === true ? ROOTFUL : ROOTLESS}/${name}`);
    const template = templateOf(name);
    if (template === undefined) addFile(quadlet, at, path, nodes, run);
    else addLink(at, path, template, nodes, run);
    for (const [j, dropin] of ((quadlet.dropins as readonly Decoded[] | undefined) ?? []).entries()) {
      addFile(dropin, `${at}.dropins.${j}`, `${path}.d/${dropin.name as string}`, nodes, run);
    }
  }
  nodes.store(made);
}

function addFile(from: Decoded, at: string, path: string, nodes: Nodes, run: Run): void {
  if (nodes.has(path)) return run.walk.error(at, PROBLEMS.nodeExists);
  const { contents = "", contents_local: local = "" } = from as { readonly contents?: string; readonly contents_local?: string };
  const bytes = local === "" ? undefined : run.read(`${at}.contents_local`, local);
  const text = contents === "" && bytes !== undefined ? textOf(bytes) : contents;
  const index = nodes.add("files", { path, contents: withContents(undefined, text), mode: MODE });
  const field = contents !== "" ? "contents" : "contents_local";
  run.origins.addNode("files", index, { at, path: `${at}.name`, contents: `${at}.${field}` });
}

function addLink(at: string, path: string, target: string, nodes: Nodes, run: Run): void {
  if (nodes.has(path)) return run.walk.error(at, PROBLEMS.nodeExists);
  run.origins.addNode("links", nodes.add("links", { path, target }), { at, path: `${at}.name` });
}
