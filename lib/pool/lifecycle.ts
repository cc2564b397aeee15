import { TerraformResourceLifecycle } from "cdktf";

/** What a resource's `lifecycle` block says. */
export interface LifecycleProps {
  /** Addresses whose change replaces the resource. */
  readonly replacedBy: readonly string[];
  /** Attributes whose change is none. */
  readonly ignore?: readonly string[];
  /** Whether a plan that would destroy the resource fails. */
  readonly protect?: boolean;
  /** Whether a new one is there before the old one goes. */
  readonly createFirst?: boolean;
  /** A condition that must hold, and what a plan says where it does not. */
  readonly precondition?: { readonly condition: string; readonly errorMessage: string };
}

/** The block, without what it does not say; undefined where nothing is left. */
export function lifecycleOf({
  replacedBy,
  ignore,
  protect,
  createFirst,
  precondition,
}: LifecycleProps): TerraformResourceLifecycle | undefined {
  const lifecycle: TerraformResourceLifecycle = {
    ...(ignore === undefined || ignore.length === 0 ? {} : { ignoreChanges: [...ignore] }),
    ...(replacedBy.length === 0 ? {} : { replaceTriggeredBy: [...replacedBy] }),
    ...(createFirst ? { createBeforeDestroy: true } : {}),
    ...(protect ? { preventDestroy: true } : {}),
    ...(precondition === undefined ? {} : { precondition: [precondition] }),
  };
  return Object.keys(lifecycle).length === 0 ? undefined : lifecycle;
}
