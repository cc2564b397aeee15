import { IResolvable, IResolveContext } from "cdktf";
import { hasToken, isToken } from "./tokens";

/**
 * A value of a stack's JSON that cdktf takes as a whole. It goes through everything three times, value by value, and the manifest of a large pool
 * has more values than all its resources.
 */
export class Whole implements IResolvable {
  public readonly creationStack: string[] = [];

  /**
   * @param value asked for once, when every address is settled; undefined properties and tokens are allowed
   */
  constructor(private readonly value: () => object) {}

  public resolve(context: IResolveContext): object {
    // The first time is for what adds to the stack, which nothing here does. The second is for the element, the third for the whole stack.
    if (!context.preparing) context.registerPostProcessor({ postProcess: () => new Settled(this.value(), context) });
    return {};
  }
}

class Settled implements IResolvable {
  public readonly creationStack: string[] = [];

  constructor(
    private readonly value: object,
    private readonly element: IResolveContext,
  ) {}

  public resolve(context: IResolveContext): object {
    context.registerPostProcessor({ postProcess: () => this.toJSON() });
    return {};
  }

  /** For a cdktf that writes an element without going through the whole stack once more. */
  public toJSON(): object {
    return holdsToken(this.value) ? (this.element.resolve(this.value) as object) : this.value;
  }
}

function holdsToken(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return isToken(value);
  return isToken(value) || Object.entries(value).some(([key, item]) => hasToken(key) || holdsToken(item));
}
