import * as fs from "fs";
import * as path from "path";
import { expect, test } from "vitest";
import { newSshKey } from "../../../lib/upload/hetzner/ssh-key";
import { Fault } from "../../emulators/hetzner";
import { failure, packedImage } from "../../upload/hetzner/rig";
import { requires } from "../harness";
import { Lab, RAW } from "./lab";

const MIB = 1024 * 1024;

requires("root", "sshd")("an image that is written to a server over ssh", () => {
  test("is on its disk byte for byte, and nothing else is left", async () => {
    const lab = await Lab.start();
    expect(await lab.upload()).toMatchObject({ isClean: true, snapshot: { status: "available", version: "4593.2.5" } });
    const written = Buffer.alloc(RAW.length);
    const disk = fs.openSync(lab.sshd.disk, "r");
    fs.readSync(disk, written, 0, written.length, 0);
    fs.closeSync(disk);
    expect(written.equals(RAW)).toBe(true);
    await lab.expectComplete();
  });

  test("goes through a jump host, which has a key of its own", async () => {
    const lab = await Lab.start();
    const jump = newSshKey();
    const file = (name: string, text: string): string => {
      fs.writeFileSync(path.join(lab.directory, name), text, { mode: 0o600 });
      return path.join(lab.directory, name);
    };
    const ofJump = ["User root", `IdentityFile ${file("jump", jump.privateKey)}`, `UserKnownHostsFile ${lab.directory}/known`];
    const settings = ["Host jump", ...ofJump, "IdentitiesOnly yes", "StrictHostKeyChecking accept-new", "Host !jump *", "ProxyJump jump"];
    const sshConfig = file("config", `${settings.join("\n")}\n${fs.readFileSync(lab.sshd.sshConfig, "utf8")}`);
    const jumps: string[] = [];
    lab.emulator.onEvent = ({ rescuedBy = [] }) => lab.sshd.letIn([...rescuedBy, jump.publicKey]);
    const options = lab.options({ sshConfig });
    const sent = (): void => void jumps.push(fs.readFileSync(path.join(lab.directory, "known"), "utf8"));
    await lab.upload({ ...options, report: { ...options.report, sent } });
    expect(jumps[0]).toContain("127.0.0.1");
    await lab.expectComplete();
  });

  test("is refused where its bytes are not those that were verified", async () => {
    const lab = await Lab.start();
    const sha512 = "0".repeat(128);
    const error = await failure(lab.upload(lab.options({ image: async () => ({ ...lab.image, sha512 }) })));
    expect(error).toMatchObject({ code: "disk-not-written", received: `what arrived has the SHA-512 ${lab.image.sha512}` });
    await lab.expectNothing();
  });

  test("is refused where it ends too early", async () => {
    const lab = await Lab.start();
    const half = packedImage(lab.directory, fs.readFileSync(lab.image.path).subarray(0, lab.image.size / 2));
    const error = await failure(lab.upload(lab.options({ image: async () => half })));
    expect(error).toMatchObject({ code: "disk-not-written", received: expect.stringContaining("ends unexpectedly") as string });
    await lab.expectNothing();
  });

  test("is not sent to a disk that is too small", async () => {
    const lab = await Lab.start({ diskBytes: 1e9 });
    const error = await failure(lab.upload());
    expect(error).toMatchObject({ code: "disk-not-written", received: "the disk has 1000000000 bytes, and the image needs 13138657280" });
    await lab.expectNothing();
  });

  test("is refused by a disk that is full before its end", async () => {
    const lab = await Lab.start({ diskLimit: MIB });
    const error = await failure(lab.upload());
    expect(error).toMatchObject({ code: "disk-not-written", received: expect.stringContaining("No space left on device") as string });
    await lab.expectNothing();
  });

  test("is not written under a system that runs from the disk", async () => {
    const lab = await Lab.start({ programs: { lsblk: "echo; echo /" } });
    const error = await failure(lab.upload());
    expect(error.received).toBe("the server did not start the rescue system: /dev/sda is mounted");
    await lab.expectNothing();
  });

  test("leaves nothing where the connection is lost in the middle", async () => {
    const lab = await Lab.start();
    const options = lab.options();
    let stopped: Promise<void> | undefined;
    const sent = (done: number): void => {
      if (done > MIB) stopped ??= lab.sshd.stop();
    };
    const error = await failure(lab.upload({ ...options, report: { ...options.report, sent } }));
    await stopped;
    expect(error).toMatchObject({ code: "disk-not-written", received: expect.stringContaining("a connection that broke") as string });
    await lab.expectNothing();
  });

  test("leaves nothing where the server lets nobody in, or is not there", async () => {
    const lab = await Lab.start();
    lab.emulator.onEvent = () => undefined;
    expect(await failure(lab.upload(lab.options(), { sshMs: 300 }))).toMatchObject({
      code: "ssh-unreachable",
      received: expect.stringContaining("Permission denied (publickey") as string,
    });
    await lab.expectNothing();
    await lab.sshd.stop();
    expect(await failure(lab.upload(lab.options(), { sshMs: 300 }))).toMatchObject({
      code: "ssh-unreachable",
      received: expect.stringContaining("Connection refused") as string,
    });
    await lab.expectNothing();
  });

  test("leaves nothing where an action fails", async () => {
    const lab = await Lab.start();
    for (const action of ["", "/actions/enable_rescue", "/actions/poweron", "/actions/poweroff", "/actions/create_image"]) {
      await lab.anew();
      lab.emulator.inject(Fault.actionFails({ method: "POST", path: action === "" ? "/servers" : `/servers/*${action}` }));
      expect((await failure(lab.upload())).code).toBe("hetzner-action");
      await lab.expectNothing();
    }
  });

  test("leaves nothing, whichever request is refused; what was complete already stays", async () => {
    const lab = await Lab.start();
    await lab.upload();
    const requests = lab.emulator.requests.map(({ method, path }) => `${method} ${path}`);
    const cleaning = requests.indexOf("GET /servers");
    for (let skip = 0; skip < requests.length; skip++) {
      await lab.anew();
      lab.emulator.inject(Fault.error(400, "oops", "no", { skip }));
      const result = await lab.upload().then(
        ({ isClean }) => isClean,
        (e: { code: string }) => e.code,
      );
      expect([requests[skip], result]).toEqual([requests[skip], skip < cleaning ? "hetzner-api" : true]);
      await (skip < cleaning ? lab.expectNothing() : lab.expectComplete());
    }
  });

  test("leaves nothing, whenever it is interrupted", async () => {
    const lab = await Lab.start();
    await lab.upload();
    const requests = lab.emulator.requests.map(({ method, path }) => `${method} ${path}`);
    const cleaning = requests.indexOf("GET /servers");
    for (let at = 0; at < requests.length; at++) {
      await lab.anew();
      const controller = new AbortController();
      let seen = 0;
      lab.emulator.onRequest = () => {
        if (seen++ === at) controller.abort("SIGINT");
      };
      const result = await lab.upload(lab.options({ signal: controller.signal })).then(
        ({ isClean }) => isClean,
        (e: unknown) => e,
      );
      expect([requests[at], result]).toEqual([requests[at], at < cleaning ? "SIGINT" : true]);
      await (at < cleaning ? lab.expectNothing() : lab.expectComplete());
    }
  });

  test("leaves nothing where that is while it is written, and while the server boots", async () => {
    const lab = await Lab.start();
    const writing = new AbortController();
    const options = lab.options({ signal: writing.signal });
    const sent = (done: number): void => {
      if (done >= MIB) writing.abort("SIGINT");
    };
    await expect(lab.upload({ ...options, report: { ...options.report, sent } })).rejects.toBe("SIGINT");
    await lab.expectNothing();
    const booting = new AbortController();
    lab.emulator.onEvent = ({ event }) => {
      if (event === "poweron") setTimeout(() => booting.abort("SIGINT"), 300);
    };
    await expect(lab.upload(lab.options({ signal: booting.signal }))).rejects.toBe("SIGINT");
    await lab.expectNothing();
  });
});
