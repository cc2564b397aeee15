import * as fs from "node:fs";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import * as path from "node:path";
import { beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { Fault } from "../../emulators/release";
import { PROJECT, build } from "../../support/project";
import { exec, Workspace } from "../harness";
import { makeCertificates } from "../harness/certificates";
import { NEW, OLD, ReleaseLab } from "./lab";
import { expectRefused, refusedLine } from "./refusal";

const PROGRAM = path.join(PROJECT, "dist/lib/cli/cdktf-flatcar.js");
const UPDATE = ["lock", "update"];

let lab: ReleaseLab;
beforeAll(build, 120_000);
beforeEach(async () => {
  lab = await ReleaseLab.forTest();
  await lab.lock("prod=stable");
  lab.server.publish(NEW);
});

/** A server of https that sends everybody to another one. */
async function tlsServer(to: string): Promise<{ readonly url: string; readonly ca: string }> {
  const { ca, server } = await makeCertificates(Workspace.forTest().path("tls"));
  const [cert, key] = [server.certificate, server.key].map((file) => fs.readFileSync(file));
  const http = https.createServer({ cert, key }, (request, response) => {
    response.writeHead(302, { location: `${to}${request.url ?? "/"}` }).end();
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  });
  return { url: `https://127.0.0.1:${(http.address() as AddressInfo).port}`, ca: ca.certificate };
}

/** Runs the program itself, which alone reads an authority from its environment. */
async function program(mirror: string, env: Readonly<Record<string, string>>): Promise<{ exitCode: number; stderr: string }> {
  const args = [PROGRAM, ...UPDATE, "--mirror", mirror, "--key", lab.server.keyFile];
  return exec(process.execPath, args, { cwd: lab.project, env: { ...lab.env, ...env }, allowedExitCodes: [0, 1] });
}

test("a redirect from https to plain http is refused, whatever host is allowed", async () => {
  const { url, ca } = await tlsServer(lab.server.url);
  const before = lab.state();
  const { exitCode, stderr } = await program(url, { NODE_EXTRA_CA_CERTS: ca });
  expect(exitCode).toBe(1);
  refusedLine(stderr, { code: "feed-redirect", file: "/current/version.txt", came: /http:\/\/127\.0\.0\.1/, expected: /https/ });
  expect(lab.state()).toEqual(before);
});

test("a certificate that nobody vouches for is refused in words", async () => {
  const { url } = await tlsServer(lab.server.url);
  const { exitCode, stderr } = await program(url, {});
  expect(exitCode).toBe(1);
  refusedLine(stderr, { code: "feed-tls", file: /version\.txt: TLS connection$/, came: /./ });
});

test("a redirect to another host is refused unless that host is allowed", async () => {
  const elsewhere = lab.server.url.replace("127.0.0.1", "localhost");
  const current = "/stable/amd64-usr/current/version.txt";
  lab.server.fault(current, Fault.redirect(`${elsewhere}/stable/amd64-usr/${NEW.version}/version.txt`), { times: Infinity });
  await expectRefused(lab, UPDATE, { code: "feed-redirect", file: current, came: /localhost/ });
  expect(lab.locked("prod")).toBe(OLD.version);
  await lab.fine([...UPDATE, "--allow-host", "localhost"]);
  expect(lab.locked("prod")).toBe(NEW.version);
});

test("redirects within a host are followed, and an endless row of them is not", async () => {
  const [from, to] = ["/stable/amd64-usr/current/version.txt", `/stable/amd64-usr/${NEW.version}/version.txt`];
  for (const status of [301, 302, 303, 307, 308]) lab.server.fault(from, Fault.redirect(to, status));
  for (let i = 0; i < 5; i++) await lab.fine(["lock", "update", "--dry-run"]);
  lab.server.fault(from, Fault.redirect(from), { times: Infinity });
  await expectRefused(lab, UPDATE, { code: "feed-redirect", file: from, came: /redirects/ });
});
