import { TerraformOutput, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { BareMetalEnvironment, Environment } from "../environments/environment";
import { FlatcarLock } from "../lib";
import { BareMetalNodePool, MatchboxProvider } from "../lib/bare-metal";
import { operatorKey } from "./operator-key";

/** An environment on machines of one's own: its pools, as a matchbox server serves them. */
export class BareMetalStack extends TerraformStack {
  constructor(scope: Construct, id: string, environment: Environment, bareMetal: BareMetalEnvironment, lock: FlatcarLock) {
    super(scope, id);
    environment.backend.bind(this);
    new MatchboxProvider(this, "matchbox", {
      endpoint: this.endpoint().stringValue,
      ca: this.pem("matchbox_ca", "CERTIFICATE", "Certificate of the authority of matchbox's gRPC").stringValue,
      clientCert: this.pem("matchbox_client_cert", "CERTIFICATE", "Certificate that Terraform shows to matchbox").stringValue,
      clientKey: this.pem("matchbox_client_key", "PRIVATE KEY", "Key of that certificate", true).stringValue,
    });
    const release = lock.release(environment.release);
    const key = operatorKey(this);
    const { protect } = environment;
    for (const [name, props] of Object.entries(bareMetal.pools)) {
      const pool = new BareMetalNodePool(this, name, {
        ...props,
        protect: props.protect ?? protect,
        release,
        sshAuthorizedKeys: [key.stringValue, ...(props.sshAuthorizedKeys ?? [])],
        matchboxUrl: bareMetal.matchboxUrl,
      });
      const description = "Machines that run something else than matchbox serves, until they are installed anew or restarted";
      new TerraformOutput(this, `${name}_stale`, { value: pool.staleMachines, description, staticId: true });
    }
  }

  private endpoint(): TerraformVariable {
    const description = "Address of matchbox's gRPC, host and port";
    const variable = new TerraformVariable(this, "matchbox_endpoint", { type: "string", default: "", description });
    variable.addValidation({
      condition: '${can(regex("^[^/:\\\\s]+:[0-9]+$", var.matchbox_endpoint))}',
      errorMessage:
        "Nobody knows where matchbox is: set TF_VAR_matchbox_endpoint to the host and port of its gRPC, for example matchbox.internal:8081.",
    });
    return variable;
  }

  /** The text of a PEM file, as a variable: a missing one is one line at plan. */
  private pem(name: string, kind: string, description: string, sensitive = false): TerraformVariable {
    const variable = new TerraformVariable(this, name, { type: "string", default: "", description, sensitive });
    variable.addValidation({
      condition: `\${can(regex("-----BEGIN [A-Z ]*${kind}-----", var.${name}))}`,
      errorMessage: `Matchbox lets nobody in without certificates: set TF_VAR_${name} to the text of a PEM file, not to its path.`,
    });
    return variable;
  }
}
