import { TerraformStack, TerraformVariable } from "cdktf";

/** The public key that operators log in with, as a variable: it is theirs, not the project's. A missing one is one line at plan. */
export function operatorKey(stack: TerraformStack): TerraformVariable {
  const variable = new TerraformVariable(stack, "ssh_authorized_key", {
    type: "string",
    default: "",
    description: "Public ssh key of the operators, one line in the form of authorized_keys",
  });
  variable.addValidation({
    condition: '${can(regex("^(ssh-|ecdsa-|sk-)[^\\n]+$", var.ssh_authorized_key))}',
    errorMessage:
      "Nobody could log in: set TF_VAR_ssh_authorized_key to a public ssh key, for example to the text of ~/.ssh/id_ed25519.pub.",
  });
  return variable;
}
