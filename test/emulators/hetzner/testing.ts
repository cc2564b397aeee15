import { expect, onTestFinished } from "vitest";
import { type ApiAnswer, HetznerEmulator, type Server } from ".";

/** An emulator that is stopped when the test ends, with one x86 snapshot. */
export async function startEmulator(): Promise<HetznerEmulator> {
  const emulator = await HetznerEmulator.start();
  onTestFinished(() => emulator.stop());
  emulator.addImage({ labels: { os: "flatcar" } });
  return emulator;
}

/** Sends a request that must succeed. */
export async function ok(emulator: HetznerEmulator, method: string, path: string, body?: object): Promise<ApiAnswer> {
  const answer = await emulator.call(method, path, body);
  expect(answer.status, JSON.stringify(answer.json)).toBeLessThan(300);
  return answer;
}

/** Sends a request that must be refused with a status and a code, and gives the message. */
export async function refused(
  emulator: HetznerEmulator,
  method: string,
  path: string,
  body: object | undefined,
  status: number,
  code: string,
): Promise<string> {
  const answer = await emulator.call(method, path, body);
  expect(answer).toMatchObject({ status, json: { error: { code, message: expect.any(String) } } });
  return JSON.stringify(answer.json);
}

export function newServer(name: string, more: object = {}): object {
  return { name, server_type: "cx23", image: 20001, location: "fsn1", ...more };
}

export async function createServer(emulator: HetznerEmulator, name: string, more: object = {}): Promise<Readonly<Server>> {
  await ok(emulator, "POST", "/servers", newServer(name, more));
  return emulator.server(name);
}

/** The names of the events of all machines, in order. */
export function events(emulator: HetznerEmulator): string[] {
  return emulator.history.map((event) => `${event.serverName} ${event.event}`);
}
