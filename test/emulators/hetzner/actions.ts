import type { Clock } from "./state";

export interface ActionResource {
  readonly id: number;
  readonly type: string;
}

/** How the actions of a request go; see the factories of `Fault`. */
export interface ActionCourse {
  /** How often the client must ask before the action ends. */
  readonly polls: number;
  readonly error?: { readonly code: string; readonly message: string };
  /** Whether the action reports success and nothing changes, as a guest that ignores ACPI does to a shutdown. */
  readonly withoutEffect?: boolean;
}

export const AT_ONCE: ActionCourse = { polls: 0 };

export interface Action {
  readonly id: number;
  readonly command: string;
  readonly resources: readonly ActionResource[];
  readonly started: string;
  status: "running" | "success" | "error";
  /** In percent. */
  progress: number;
  finished: string | null;
  error: { readonly code: string; readonly message: string } | null;
}

interface Pending {
  readonly course: ActionCourse;
  readonly effect: () => void;
  /** An action that must end first: a server cannot start before it is made. */
  readonly after?: Action;
  polls: number;
}

/**
 * All actions of a project.
 *
 * The effect of an action happens when it ends, and not at all when it ends in an error. Nothing here runs by time: an action moves on when
 * somebody asks for it (`GET /actions`), or is refused because of it.
 */
export class ActionLog {
  private readonly actions = new Map<number, Action>();
  private readonly pending = new Map<number, Pending>();
  private nextId = 1;

  constructor(private readonly clock: Clock) {}

  public begin(command: string, resources: readonly ActionResource[], course: ActionCourse, effect: () => void, after?: Action): Action {
    const action: Action = {
      id: this.nextId++,
      command,
      resources,
      started: this.clock.next(),
      status: "running",
      progress: 0,
      finished: null,
      error: null,
    };
    this.actions.set(action.id, action);
    this.pending.set(action.id, { course, effect, after, polls: course.polls });
    this.advance(action);
    return action;
  }

  public list(): Action[] {
    return [...this.actions.values()];
  }

  /** An action as it is, without moving it on. */
  public find(id: number): Action | undefined {
    return this.actions.get(id);
  }

  /** An action that somebody asked for: it moves on by one. */
  public poll(id: number): Action | undefined {
    const action = this.actions.get(id);
    const pending = this.pending.get(id);
    if (action !== undefined && pending !== undefined && pending.after?.status !== "running") {
      pending.polls--;
      const { polls } = pending.course;
      if (Number.isFinite(polls)) action.progress = Math.floor((100 * (polls - pending.polls)) / (polls + 1));
      this.advance(action);
    }
    return action;
  }

  public runningOn(type: string, id: number): Action | undefined {
    return this.list().find((action) => action.status === "running" && action.resources.some((r) => r.type === type && r.id === id));
  }

  private advance(action: Action): void {
    const pending = this.pending.get(action.id);
    if (pending === undefined || pending.polls > 0 || pending.after?.status === "running") return;
    this.pending.delete(action.id);
    action.finished = this.clock.next();
    action.progress = 100;
    const error = pending.after?.error ?? pending.course.error;
    if (error !== undefined) {
      action.status = "error";
      action.error = error;
      return;
    }
    action.status = "success";
    if (pending.course.withoutEffect !== true) pending.effect();
  }
}

export function actionJson(action: Action): object {
  return {
    id: action.id,
    command: action.command,
    status: action.status,
    progress: action.progress,
    started: action.started,
    finished: action.finished,
    resources: action.resources,
    error: action.error,
  };
}
