import { expect, test } from "vitest";
import { AliasCount } from "../../../lib/butane/yaml/alias-count";
import { readYaml, YamlNode } from "../../../lib/butane/yaml";

const alias = readYaml("[&a b, *a]").root?.children[1] as YamlNode;

function counted(plainly: number, throughAlias: number): () => void {
  return () => {
    const aliases = new AliasCount();
    for (let i = 0; i < plainly; i++) aliases.count();
    aliases.enter(alias);
    for (let i = 0; i < throughAlias; i++) aliases.count();
    aliases.leave(alias);
  };
}

test("99 of 100 nodes of a small document may come from aliases", () => {
  expect(counted(100, 9900)).not.toThrow();
  expect(counted(100, 9901)).toThrow("yaml: document contains excessive aliasing");
});

test("of a small number of nodes all may", () => {
  expect(counted(0, 1000)).not.toThrow();
  expect(counted(0, 1001)).toThrow("excessive aliasing");
});

test("of a large document one in ten may", () => {
  expect(counted(3_700_000, 400_000)).not.toThrow();
  expect(counted(3_700_000, 420_000)).toThrow("excessive aliasing");
});

test("an alias that is decoded already can not be decoded inside of itself", () => {
  const aliases = new AliasCount();
  aliases.enter(alias);
  expect(() => aliases.enter(alias)).toThrow("yaml: anchor 'a' value contains itself");
  aliases.leave(alias);
  expect(() => aliases.enter(alias)).not.toThrow();
});
