import { TerraformLocal, TerraformResource, TerraformStack } from "cdktf";
import { createHash } from "crypto";
import { Construct } from "constructs";
import { lifecycleOf } from "../pool/lifecycle";
import { expressionOf, identityOf } from "../pool/tokens";

/** An image in a file on the machine that runs Terraform. */
export interface LibvirtImageFile {
  /** Absolute path. A token must be known at plan. */
  readonly path: string;
  /** What its SHA-512 must be, 128 lower-case hexadecimal digits. */
  readonly sha512: string;
  /** How to get the file, as an imperative sentence. */
  readonly mend: string;
}

/** What a volume is made with so that no other bytes than those of the lock come into it. */
export interface FileGuard {
  /** What has to be there before the volume. */
  readonly presence: ImagePresence;
  readonly precondition: { readonly condition: string; readonly errorMessage: string };
}

/**
 * Guards a volume that is made from a file: a plan fails that would make it where the file is missing, and any plan where the file has other bytes.
 *
 * A file that is gone is no reason to fail for a plan that makes nothing of it, and Terraform evaluates preconditions in every plan. So two things
 * look at it: what is kept in the state since the volume was made says whether it was there then, and the condition on its hash lets a missing file pass.
 *
 * @param id of the record in `scope`
 * @param replacedBy what replaces the volume, by which its record is made anew
 */
export function guardFile(scope: Construct, id: string, file: LibvirtImageFile, replacedBy: readonly string[]): FileGuard {
  const { path, hash } = localsOf(scope, file.path);
  // An empty text stands for a file that cannot be read.
  const condition = expressionOf(() => `contains(["", ${JSON.stringify(file.sha512)}], local.${hash.friendlyUniqueId})`).toString();
  const errorMessage = `${file.path} has not the SHA-512 that the lock holds, ${file.sha512.slice(0, 16)}…: it is another file, or damaged. Delete it, and ${file.mend}`;
  return { presence: new ImagePresence(scope, id, file, path, replacedBy), precondition: { condition, errorMessage } };
}

/**
 * Keeps whether an image's file was there when the volume of it was made: a `terraform_data` whose `input` is ignored from then on, so that a file that is
 * gone later is missed by no plan.
 *
 * @see https://developer.hashicorp.com/terraform/language/resources/terraform-data
 */
export class ImagePresence extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly file: LibvirtImageFile,
    private readonly path: TerraformLocal,
    replacedBy: readonly string[],
  ) {
    super(scope, id, {
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
      lifecycle: {
        ...lifecycleOf({ ignore: ["input"], replacedBy }),
        postcondition: [
          {
            condition: expressionOf(() => "self.input.found").toString(),
            errorMessage: `There is no file ${file.path}: ${file.mend}`,
          },
        ],
      },
    });
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { input: this.input() };
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return { input: { value: this.input(), isBlock: false, type: "map", storageClassType: "anyMap" } };
  }

  private input(): { [name: string]: unknown } {
    // A directory of the name is an error for fileexists.
    return { image: this.file.path, found: expressionOf(() => `try(fileexists(local.${this.path.friendlyUniqueId}), false)`) };
  }
}

// Locals, so that no path has to be quoted within an expression; one for all volumes of a file, since Terraform takes the better part of a
// second to read half a gigabyte.
function localsOf(scope: Construct, path: string): { readonly path: TerraformLocal; readonly hash: TerraformLocal } {
  const stack = TerraformStack.of(scope);
  const key = createHash("sha256").update(identityOf(stack, path)).digest("hex").slice(0, 8);
  const local = (id: string, value: () => unknown): TerraformLocal =>
    (stack.node.tryFindChild(id) as TerraformLocal | undefined) ?? new TerraformLocal(stack, id, value());
  const file = local(`ImagePath-${key}`, () => path);
  const hash = local(`ImageSha512-${key}`, () => expressionOf(() => `try(filesha512(local.${file.friendlyUniqueId}), "")`));
  return { path: file, hash };
}
