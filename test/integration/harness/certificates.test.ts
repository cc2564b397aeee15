import { expect, test } from "vitest";
import { makeCertificates } from "./certificates";
import { exec } from "./exec";
import { requires } from "./requirements";
import { Workspace } from "./workspace";

requires("matchbox")("certificates", () => {
  test("are an authority's, each for its own purpose", async () => {
    const { ca, server, client } = await makeCertificates(Workspace.forTest().path("certificates"));
    const verify = async (purpose: string, file: string, ...more: string[]) => {
      const args = ["verify", "-x509_strict", "-CAfile", ca.certificate, "-purpose", purpose, ...more, file];
      return (await exec("openssl", args, { allowedExitCodes: [0, 2] })).exitCode === 0;
    };
    expect(await verify("sslserver", server.certificate, "-verify_ip", "127.0.0.1")).toBe(true);
    expect(await verify("sslserver", server.certificate, "-verify_ip", "127.0.0.2")).toBe(false);
    expect(await verify("sslclient", client.certificate)).toBe(true);
    expect(await verify("sslserver", client.certificate)).toBe(false);
    expect(await verify("sslclient", server.certificate)).toBe(false);
  });
});
