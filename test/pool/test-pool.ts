import { TerraformResource, TerraformResourceLifecycle } from "cdktf";
import { Construct } from "constructs";
import { placed } from "../../lib/errors";
import { GroupNodePoolBase } from "../../lib/pool/group-node-pool";
import { GroupNodePoolProps } from "../../lib/pool/group-node-pool-props";
import { NamedNodePoolBase } from "../../lib/pool/named-node-pool";
import { NodeOptions } from "../../lib/pool/node-options";
import { NodePoolProps } from "../../lib/pool/node-pool-props";
import { UserDataEncoding } from "../../lib/pool/user-data";
import { Architecture, FlatcarRelease } from "../../lib/release";

/** A release that boots spec 3.5.0. */
export const RELEASE = FlatcarRelease.version("4593.2.5");
/** A release that boots spec 3.4.0 at most. */
export const LTS = FlatcarRelease.version("4081.3.10");
/** A release that boots spec 3.3.0 at most. */
export const OLD_LTS = FlatcarRelease.version("3510.3.8");

/** A `terraform_data` with an input. cdktf's own would run Terraform while synthesising. */
export class TestResource extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly input: { readonly [name: string]: unknown } = {},
    lifecycle?: TerraformResourceLifecycle,
  ) {
    super(scope, id, { terraformResourceType: "terraform_data", terraformGeneratorMetadata: { providerName: "terraform" }, lifecycle });
  }

  /** Known only at apply. */
  public get id(): string {
    return this.getStringAttribute("id");
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { input: this.input };
  }
}

export interface TestPoolProps extends Partial<NodePoolProps> {
  readonly nodes?: { readonly [name: string]: NodeOptions };
  readonly architecture?: Architecture;
  readonly platformUserDataLimit?: number;
}

/** A pool whose machines are `terraform_data` resources, which need no provider: what the base class does, and nothing else. */
export class TestPool extends NamedNodePoolBase {
  constructor(scope: Construct, id: string, props: TestPoolProps = {}) {
    super(scope, id, () => ({ platform: "test", architecture: Architecture.AMD64, release: RELEASE, nodes: { a: {} }, ...props }));
    try {
      for (const [name, options] of Object.entries(props.nodes ?? { a: {} })) {
        const node = this.prepareNode(name, options);
        const userData = this.userDataOf(node, options);
        const precondition = userData.fits === undefined ? [] : [{ condition: userData.fits, errorMessage: "too large" }];
        const input = { name: node.resourceName, user_data: userData.value, generation: node.generation };
        const resource = new TestResource(node.scope, "Machine", input, { precondition });
        const machine = { name, hostname: node.hostname, release: node.release };
        this.addMachine(node, machine, userData, { machine: resource, config: resource, configAttribute: "input" });
      }
      this.finish();
    } catch (e) {
      throw placed(e, this.node.path);
    }
  }
}

export interface TestGroupProps extends Partial<GroupNodePoolProps> {
  readonly architecture?: Architecture;
  readonly platformUserDataLimit?: number;
}

/** A group whose template is a `terraform_data`, with its user data in base64. */
export class TestGroup extends GroupNodePoolBase {
  constructor(scope: Construct, id: string, props: TestGroupProps = {}) {
    const base = { platform: "test", architecture: Architecture.AMD64, release: RELEASE, capacity: { min: 1, max: 3 } };
    super(scope, id, () => ({ ...base, userDataEncoding: UserDataEncoding.BASE64, ...props }));
    try {
      const userData = this.groupUserData();
      const template = new TestResource(this, "Template", { user_data: userData.value });
      const group = new TestResource(this, "Group", { generation: this.generation });
      this.setGroup(userData, { group, config: template, configAttribute: "input" });
      this.finish();
    } catch (e) {
      throw placed(e, this.node.path);
    }
  }
}
