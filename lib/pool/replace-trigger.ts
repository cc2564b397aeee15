import { TerraformResource } from "cdktf";
import { Construct } from "constructs";

/**
 * A `terraform_data` that is replaced when one of its values changes, to be named in the `replace_triggered_by` of what shall be replaced then.
 *
 * cdktf's own `DataResource` runs `terraform version` for each one while synthesising, which takes minutes for a large pool and fails where
 * there is no Terraform.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export class ReplaceTrigger extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly values: { readonly [name: string]: unknown },
  ) {
    super(scope, id, { terraformResourceType: "terraform_data", terraformGeneratorMetadata: { providerName: "terraform" } });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { triggers_replace: this.values };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return { triggers_replace: { value: this.values, isBlock: false, type: "map", storageClassType: "anyMap" } };
  }
}
