import { expect, test } from "vitest";
import { actionJson, ActionLog, AT_ONCE } from "./actions";
import { Clock } from "./state";

const server = [{ id: 1, type: "server" }];

function log(): { actions: ActionLog; done: string[] } {
  return { actions: new ActionLog(new Clock()), done: [] };
}

test("an action is done at once", () => {
  const { actions, done } = log();
  const action = actions.begin("stop_server", server, AT_ONCE, () => done.push("stopped"));
  expect(actionJson(action)).toMatchObject({ id: 1, status: "success", progress: 100, error: null, finished: expect.any(String) });
  expect(done).toEqual(["stopped"]);
  expect(actions.runningOn("server", 1)).toBeUndefined();
});

test("an action with polls runs until it was asked for that often, and only then has its effect", () => {
  const { actions, done } = log();
  const action = actions.begin("stop_server", server, { polls: 2 }, () => done.push("stopped"));
  expect(actionJson(action)).toMatchObject({ status: "running", progress: 0, finished: null });
  expect(actions.runningOn("server", 1)).toBe(action);
  expect(actions.poll(1)?.status).toBe("running");
  expect(done).toEqual([]);
  expect(actions.find(1)?.status).toBe("running");
  expect(actions.poll(1)?.status).toBe("success");
  expect(done).toEqual(["stopped"]);
  actions.poll(1);
  expect(done).toEqual(["stopped"]);
});

test("an action that fails has no effect", () => {
  const { actions, done } = log();
  const error = { code: "action_failed", message: "no host" };
  const action = actions.begin("stop_server", server, { polls: 1, error }, () => done.push("stopped"));
  expect(action.status).toBe("running");
  actions.poll(1);
  expect(actionJson(action)).toMatchObject({ status: "error", error });
  expect(done).toEqual([]);
});

test("an action without effect reports success and does nothing", () => {
  const { actions, done } = log();
  expect(actions.begin("shutdown_server", server, { polls: 0, withoutEffect: true }, () => done.push("off")).status).toBe("success");
  expect(done).toEqual([]);
});

test("an action waits for the one before it, and fails with it", () => {
  const { actions, done } = log();
  const first = actions.begin("create_server", server, { polls: 1 }, () => done.push("made"));
  const second = actions.begin("start_server", server, { polls: 0 }, () => done.push("started"), first);
  expect(actions.poll(second.id)?.status).toBe("running");
  actions.poll(first.id);
  expect(actions.poll(second.id)?.status).toBe("success");
  expect(done).toEqual(["made", "started"]);

  const failing = actions.begin("create_server", server, { polls: 0, error: { code: "action_failed", message: "m" } }, () => {});
  expect(actions.begin("start_server", server, AT_ONCE, () => done.push("never"), failing).error?.code).toBe("action_failed");
  expect(done).toHaveLength(2);
});

test("an unknown action is nothing", () => {
  expect(log().actions.poll(7)).toBeUndefined();
});
