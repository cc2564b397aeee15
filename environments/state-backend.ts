import { GcsBackend, HttpBackend, LocalBackend, S3Backend, TerraformStack } from "cdktf";

/** A bucket on S3, or on something that speaks its language. */
export interface S3StateOptions {
  readonly bucket: string;
  readonly region: string;
}

/** A server that keeps state over HTTP, GitLab's for example. The stack's name follows each address. */
export interface HttpStateOptions {
  readonly address: string;
}

/** A bucket on Google Cloud Storage. */
export interface GcsStateOptions {
  readonly bucket: string;
}

/** Where an environment keeps its Terraform state. Credentials are the backend's own business: none are read while synthesising. */
export abstract class StateBackend {
  /** A file in the project: `.state/<stack>.tfstate`. For one person alone. */
  public static local(): StateBackend {
    // The path counts from the folder that cdktf runs Terraform in, cdktf.out/stacks/<stack>, which goes when the stack goes.
    return new (class extends StateBackend {
      public override bind(stack: TerraformStack): void {
        new LocalBackend(stack, { path: `../../../.state/${stack.node.id}.tfstate` });
      }
    })();
  }

  /** An object in a bucket, with a lock file beside it (Terraform 1.10 or later). */
  public static s3(options: S3StateOptions): StateBackend {
    return new (class extends StateBackend {
      public override bind(stack: TerraformStack): void {
        new S3Backend(stack, { ...options, key: `${stack.node.id}.tfstate`, encrypt: true });
        // cdktf 0.21 has no word for it.
        stack.addOverride("terraform.backend.s3.use_lockfile", true);
      }
    })();
  }

  /** An address that is read, written and locked over HTTP. */
  public static http(options: HttpStateOptions): StateBackend {
    return new (class extends StateBackend {
      public override bind(stack: TerraformStack): void {
        const address = `${options.address.replace(/\/+$/, "")}/${stack.node.id}`;
        new HttpBackend(stack, {
          address,
          lockAddress: `${address}/lock`,
          lockMethod: "POST",
          unlockAddress: `${address}/lock`,
          unlockMethod: "DELETE",
        });
      }
    })();
  }

  /** An object in a bucket, locked by Google Cloud Storage itself. */
  public static gcs(options: GcsStateOptions): StateBackend {
    return new (class extends StateBackend {
      public override bind(stack: TerraformStack): void {
        new GcsBackend(stack, { ...options, prefix: stack.node.id });
      }
    })();
  }

  /** Makes the backend of a stack. */
  public abstract bind(stack: TerraformStack): void;
}
