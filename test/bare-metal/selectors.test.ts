import { App, TerraformResource, TerraformStack, TerraformVariable } from "cdktf";
import { expect, test } from "vitest";
import { Group } from "../../lib/bare-metal";
import { synthesiseApp } from "../support";
import { addPool, addProvider, MAC_A, MAC_B } from "./small-pool";

/** What the validation of an app says; undefined where it says nothing. */
function complaint(build: (app: App) => void): string | undefined {
  try {
    synthesiseApp(build);
  } catch (e) {
    return (e as Error).message;
  }
  return undefined;
}

function stackIn(app: App, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  addProvider(stack);
  return stack;
}

const CODE = "[matchbox-selector-taken: docs/errors.md#matchbox-selector-taken]";
const group = (stack: TerraformStack, id: string, selector?: { [key: string]: string }): Group =>
  new Group(stack, id, { name: id, profile: "x", selector });

test("a group of the user's own that selects a machine of a pool is an error, in any spelling", () => {
  const spellings: { [key: string]: string }[] = [
    { mac: MAC_A, os: "installed" },
    { os: "installed", mac: "52-54-00-00-00-0A" },
  ];
  for (const selector of spellings) {
    const message = complaint((app) => {
      const stack = stackIn(app, "lab");
      addPool(stack, "web");
      group(stack, "mine", selector);
    });
    expect(message).toContain(CODE);
    expect(message).toContain("lab/mine: selector: received");
    expect(message).toContain("lab/web/a/Group has this one");
  }
});

test("another os, another machine or another key is another selector", () => {
  const message = complaint((app) => {
    const stack = stackIn(app, "lab");
    addPool(stack, "web");
    group(stack, "one", { mac: MAC_A, os: "rescue" });
    group(stack, "two", { mac: MAC_B });
    group(stack, "three", { mac: MAC_A, os: "installed", region: "eu" });
    // No machine asks with this label.
    group(stack, "four", { MAC: MAC_A, os: "installed" });
  });
  expect(message).toBeUndefined();
});

test("a machine is one machine in all stacks of an app", () => {
  const message = complaint((app) => {
    addPool(stackIn(app, "lab"), "web");
    addPool(stackIn(app, "site"), "web", { namePrefix: "other" });
  });
  expect(message?.match(/matchbox-selector-taken:/g)?.length).toBeGreaterThanOrEqual(2);
  expect(message).toContain("site/web/a/Group: selector");
});

test("a group for whatever comes may be on each server, but once on one", () => {
  const several = (far: boolean): string | undefined =>
    complaint((app) => {
      const stack = stackIn(app, "lab");
      addPool(stack, "web");
      group(stackIn(app, "site"), "default");
      group(stack, "default");
      new Group(stack, "again", { name: "again", profile: "x", provider: far ? addProvider(stack, "far") : undefined });
    });
  expect(several(true)).toBeUndefined();
  expect(several(false)).toContain("lab/default has this one");
});

test("a group of bindings of the app's own is looked at as well", () => {
  class OwnGroup extends TerraformResource {
    public readonly selectorInput = { mac: MAC_A };
    constructor(stack: TerraformStack, id: string) {
      super(stack, id, { terraformResourceType: "matchbox_group", terraformGeneratorMetadata: { providerName: "matchbox" } });
    }
    protected override synthesizeAttributes(): { [name: string]: unknown } {
      return { name: "x", profile: "x", selector: this.selectorInput };
    }
  }
  const message = complaint((app) => {
    const stack = stackIn(app, "lab");
    addPool(stack, "web");
    new OwnGroup(stack, "own");
  });
  expect(message).toContain(CODE);
});

test("of addresses known only at apply one is the same as itself in its stack, and of others nobody knows", () => {
  const clash = (names: readonly [string, string]): string | undefined =>
    complaint((app) => {
      const stack = stackIn(app, "lab");
      addPool(stack, "web");
      for (const name of ["one", "two"]) new TerraformVariable(stack, name, {});
      names.forEach((name, i) => group(stack, `group-${i}`, { mac: (stack.node.findChild(name) as TerraformVariable).stringValue }));
    });
  expect(clash(["one", "one"])).toContain(CODE);
  expect(clash(["one", "two"])).toBeUndefined();
  const stacks = complaint((app) => {
    for (const id of ["lab", "site"]) {
      const stack = stackIn(app, id);
      addPool(stack, "web", { nodes: { a: { mac: new TerraformVariable(stack, "mac", {}).stringValue } } });
    }
  });
  expect(stacks).toBeUndefined();
});
