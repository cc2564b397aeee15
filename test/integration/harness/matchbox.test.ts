import { type ChildProcess, spawn } from "child_process";
import * as fs from "fs";
import * as path from "path";
import * as tls from "tls";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { until } from "./exec";
import { matchboxStack } from "./fixtures/matchbox-stack";
import { Matchbox } from "./matchbox";
import { requires } from "./requirements";
import { TerraformRun } from "./terraform";
import { Workspace } from "./workspace";

const MAC = "52:54:00:11:22:33";
const CONFIG = { ignition: { version: "3.4.0" }, storage: { files: [{ path: "/etc/hostname", contents: { source: "data:,w0" } }] } };

async function started(): Promise<Matchbox> {
  const matchbox = await Matchbox.start(Workspace.forTest());
  onTestFinished(() => matchbox.stop());
  return matchbox;
}

/** What ends a connection to the gRPC interface; `undefined` where the server starts to speak HTTP/2. */
async function grpcAlert(endpoint: string, options: tls.ConnectionOptions): Promise<string | undefined> {
  const [host, port] = endpoint.split(":");
  return new Promise((resolve) => {
    const socket = tls.connect({ ...options, host, port: Number(port), ALPNProtocols: ["h2"] });
    socket.on("data", () => (socket.destroy(), resolve(undefined)));
    socket.on("error", (e) => resolve(e.message));
  });
}

const isThere = (pid: number): boolean => fs.existsSync(`/proc/${pid}`);

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
)("a matchbox server", () => {
  const workspace = Workspace.forSuite();
  let matchbox: Matchbox;
  let run: TerraformRun;

  beforeAll(async () => {
    matchbox = await Matchbox.start(workspace);
    const profile = { name: "w0", kernel: "/assets/vmlinuz", initrd: ["/assets/initrd"], args: ["initrd=initrd", "a=$${uuid}"] };
    const stack = matchboxStack({
      profiles: { w0: { ...profile, raw_ignition: JSON.stringify(CONFIG) } },
      groups: { w0: { name: "w0", profile: "${matchbox_profile.w0.name}", selector: { mac: MAC }, metadata: { pool: "p" } } },
    });
    workspace.write("stack/cdk.tf.json", stack);
    run = new TerraformRun({ directory: workspace.path("stack"), variables: matchbox.variables });
    await run.init();
    return () => matchbox.stop();
  });

  test("starts empty", async () => {
    expect(matchbox.profiles()).toEqual([]);
    expect(matchbox.groups()).toEqual([]);
    expect(matchbox.ignitionFiles()).toEqual({});
    expect(matchbox.requests()).toEqual([]);
    expect(await matchbox.ipxe({ mac: MAC })).toMatchObject({ status: 404, json: undefined });
  });

  test("takes a profile and a group from Terraform, and keeps them as they were put", async () => {
    await run.apply();
    expect((await run.plan()).isEmpty).toBe(true);
    const boot = { kernel: "/assets/vmlinuz", initrd: ["/assets/initrd"], args: ["initrd=initrd", "a=${uuid}"] };
    expect(matchbox.profiles()).toEqual([{ id: "w0", ignition_id: "w0.ign", boot }]);
    expect(matchbox.groups()).toEqual([{ id: "w0", profile: "w0", selector: { mac: MAC }, metadata: { pool: "p" } }]);
    expect(matchbox.ignitionFiles()).toEqual({ "w0.ign": { text: JSON.stringify(CONFIG), json: CONFIG } });
  });

  test("answers to the machine, and to no other", async () => {
    const ipxe = await matchbox.ipxe({ mac: "52-54-00-11-22-33", arch: "i386" });
    const script = "#!ipxe\nkernel /assets/vmlinuz initrd=initrd a=${uuid}\ninitrd /assets/initrd\nboot\n";
    expect(ipxe).toEqual({ status: 200, text: script, json: undefined });
    const ignition = await matchbox.ignition({ mac: MAC, uuid: "1-2" });
    expect(ignition).toMatchObject({ status: 200, json: { storage: { files: [{ path: "/etc/hostname" }] } } });
    expect((await matchbox.ignition({ mac: "52:54:00:11:22:34" })).status).toBe(404);
  });

  test("has each request in its log by the time it is answered", async () => {
    const before = matchbox.requests().length;
    await matchbox.ipxe({ mac: "52-54-00-11-22-33", uuid: "1-2", arch: "i386" });
    await matchbox.ignition({ mac: MAC, os: "installed" });
    await matchbox.get("/boot.ipxe");
    expect(matchbox.requests().slice(before)).toEqual([
      { method: "GET", path: "/ipxe", query: { mac: "52-54-00-11-22-33", uuid: "1-2", arch: "i386" } },
      { method: "GET", path: "/ignition", query: { mac: MAC, os: "installed" } },
      { method: "GET", path: "/boot.ipxe", query: {} },
    ]);
  });

  test("serves assets", async () => {
    const asset = matchbox.addAsset("flatcar/1.2.3/file.txt", "text");
    expect(asset).toBe("/assets/flatcar/1.2.3/file.txt");
    expect(await matchbox.get(asset)).toMatchObject({ status: 200, text: "text" });
    expect((await matchbox.get("/assets/flatcar/other")).status).toBe(404);
  });

  test("lets nobody in by gRPC who has no certificate of its own authority", async () => {
    const other = await started();
    const { endpoint, ca, client_cert: cert, client_key: key } = matchbox.variables;
    expect(await grpcAlert(endpoint, { ca, cert, key })).toBeUndefined();
    expect(await grpcAlert(endpoint, { ca })).toContain("certificate required");
    expect(await grpcAlert(endpoint, { ca, cert: other.variables.client_cert, key: other.variables.client_key })).toMatch(
      /unknown ca|decrypt error|bad certificate/,
    );
    // Nor is it taken for another server.
    expect(await grpcAlert(endpoint, { ca: other.variables.ca, cert, key })).toMatch(
      /certificate signature failure|unable to verify|self-signed/,
    );
  });

  test("is empty again after a destroy", async () => {
    await run.destroy();
    expect(matchbox.profiles()).toEqual([]);
    expect(matchbox.groups()).toEqual([]);
    expect(matchbox.ignitionFiles()).toEqual({});
  });

  test("ends when it is stopped, once or twice, while another goes on", async () => {
    const [first, second] = [await started(), await started()];
    expect(isThere(first.pid)).toBe(true);
    await first.stop();
    await first.stop();
    expect(isThere(first.pid)).toBe(false);
    await expect(first.get("/")).rejects.toThrow("ECONNREFUSED");
    expect(await second.get("/")).toMatchObject({ status: 200, text: "matchbox\n" });
    expect(first.requests()).toEqual([]);
  });

  test("ends with the test process, also when that is killed", async () => {
    const directory = Workspace.forTest().directory;
    const script = path.join(__dirname, "fixtures/matchbox-orphan.mjs");
    const child: ChildProcess = spawn(process.execPath, [script, directory], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (output += text));
    const pid = Number(await until("it has its server", 60, () => /^(\d+)\n/.exec(output)?.[1]));
    expect(isThere(pid)).toBe(true);
    child.kill("SIGKILL");
    await until("the server has ended", 10, () => (isThere(pid) ? undefined : true));
  });
});
