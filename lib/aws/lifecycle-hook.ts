import { FlatcarError } from "../errors";
import { hasToken, isToken } from "../pool/tokens";

/** When a hook holds a machine. */
export enum AwsLifecycleTransition {
  /** Before it is in service. */
  LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING",
  /** Before it is taken away: the time to drain it. */
  TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING",
}

/** What happens where nobody answers a hook in time. */
export enum AwsLifecycleResult {
  /** The machine goes on to where it was going. */
  CONTINUE = "CONTINUE",
  /** A machine that is coming is taken away; for one that is going, further hooks are passed over. */
  ABANDON = "ABANDON",
}

/** A pause in the life of each machine of a group, until something answers or the time is over. */
export interface AwsLifecycleHook {
  /** Its name, once in a group: letters, digits, `-`, `_` and `/`, at most 255. */
  readonly name: string;
  readonly transition: AwsLifecycleTransition;
  /**
   * Seconds to wait, 30 to 7200 (https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html).
   *
   * @default 3600
   */
  readonly heartbeatTimeoutSec?: number;
  /** @default AwsLifecycleResult.ABANDON */
  readonly defaultResult?: AwsLifecycleResult;
  /**
   * ARN of an SQS queue or an SNS topic that is told. It needs `roleArn`.
   *
   * @default - EventBridge alone is told
   */
  readonly notificationTargetArn?: string;
  /**
   * ARN of the role by which the target is told.
   *
   * @default - none
   */
  readonly roleArn?: string;
  /**
   * Text that is sent along.
   *
   * @default - none
   */
  readonly notificationMetadata?: string;
}

/** A hook in the words of the provider, the same for the block of a group and for a resource of its own. */
export interface HookAttributes {
  readonly name: string;
  readonly lifecycleTransition: string;
  readonly heartbeatTimeout: number;
  readonly defaultResult: string;
  readonly notificationTargetArn?: string;
  readonly roleArn?: string;
  readonly notificationMetadata?: string;
}

const NAME = /^[A-Za-z0-9\-_/]{1,255}$/;

/**
 * The hooks of a group.
 *
 * @throws FlatcarError `lifecycle-hook`
 */
export function lifecycleHooks(hooks: readonly AwsLifecycleHook[]): HookAttributes[] {
  const names = new Set<string>();
  return hooks.map((hook) => {
    const {
      name,
      transition,
      heartbeatTimeoutSec: timeout = 3600,
      defaultResult,
      notificationTargetArn,
      roleArn,
      notificationMetadata,
    } = hook;
    // As cdktf writes a slash in the id of a construct.
    const id = name.replaceAll("/", "--");
    if (!NAME.test(name) || names.has(id)) {
      throw refused(
        "name",
        hasToken(name) ? "a name known only at apply" : name,
        "letters, digits, '-', '_' and '/', at most 255, known at synth, each name once, in which '/' is the same as '--'",
      );
    }
    names.add(id);
    if (!isToken(timeout) && !(Number.isSafeInteger(timeout) && timeout >= 30 && timeout <= 7200)) {
      throw refused(`${name}: heartbeatTimeoutSec`, timeout, "a whole number of seconds from 30 to 7200");
    }
    if ((notificationTargetArn === undefined) !== (roleArn === undefined)) {
      throw refused(`${name}: notificationTargetArn, roleArn`, { notificationTargetArn, roleArn }, "both or neither");
    }
    return {
      name,
      lifecycleTransition: transition,
      heartbeatTimeout: timeout,
      defaultResult: defaultResult ?? AwsLifecycleResult.ABANDON,
      notificationTargetArn,
      roleArn,
      notificationMetadata,
    };
  });
}

function refused(name: string, received: unknown, allowed: string): FlatcarError {
  return new FlatcarError({ code: "lifecycle-hook", subject: `lifecycleHooks: ${name}`, received, allowed, mend: "correct the hook" });
}
