import { onTestFinished } from "vitest";
import { ReleaseServer } from ".";

/** A server that is closed when the test ends. */
export async function startReleaseServer(): Promise<ReleaseServer> {
  const server = await ReleaseServer.start();
  onTestFinished(() => server.close());
  return server;
}

/** A release that some test wants to be there, whatever it is. */
export const STABLE = { channel: "stable", version: "4593.2.5", date: "2026-08-13" } as const;
