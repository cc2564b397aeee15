import { describe, expect, test } from "vitest";
import { UpdateServer } from "../../lib/update/update-server";
import { TOKEN, thrown } from "./thrown";

const NEBRASKA = "https://nebraska.example.com/v1/update/";
const conf = (server: UpdateServer) => Object.fromEntries(server._updateConf("db-a"));

describe("the public server", () => {
  test("without a group writes nothing, the image knows server and channel", () => {
    const server = UpdateServer.public();
    server.validate();
    expect(server.name).toBe("public");
    expect(conf(server)).toEqual({});
    expect(server._units()).toEqual([]);
  });

  test("with a group writes the group alone", () => {
    expect(conf(UpdateServer.public({ group: "lts-2024" }))).toEqual({ GROUP: "lts-2024" });
  });

  test.each(["stable", "beta", "alpha", "lts", "lts-2024", TOKEN])("has the group %s", (group) => {
    expect(() => UpdateServer.public({ group }).validate()).not.toThrow();
  });

  test.each(["", "edge", "Stable", "stable ", "lts-24", "stable\n", "5b810680-e36a-4879-b98a-4f989e80b899"])("has no group %j", (group) => {
    expect(thrown(() => UpdateServer.public({ group }).validate())).toMatchObject({ code: "update-group", received: group });
  });

  test("has retired edge, which the error says", () => {
    expect(thrown(() => UpdateServer.public({ group: "edge" }).validate()).mend).toContain("retired");
  });
});

describe("a Nebraska server", () => {
  test("writes server and group", () => {
    const server = UpdateServer.nebraska(NEBRASKA, "stable");
    server.validate();
    expect(server.name).toBe("nebraska");
    expect(conf(server)).toEqual({ SERVER: NEBRASKA, GROUP: "stable" });
  });

  test("writes what else was given, and the node's name where asked to", () => {
    const server = UpdateServer.nebraska(NEBRASKA, "edge", {
      downloadUser: "u",
      downloadPassword: "p",
      pcrPolicyServer: "https://pcr.example.com",
      machineAlias: true,
    });
    server.validate();
    expect(conf(server)).toEqual({
      SERVER: NEBRASKA,
      GROUP: "edge",
      MACHINE_ALIAS: "db-a",
      DOWNLOAD_USER: "u",
      DOWNLOAD_PASSWORD: "p",
      PCR_POLICY_SERVER: "https://pcr.example.com",
    });
    expect(conf(UpdateServer.nebraska(NEBRASKA, "stable", { machineAlias: false }))).not.toHaveProperty("MACHINE_ALIAS");
  });

  test("has a url of http or https, checked when it is used", () => {
    for (const url of ["", "nebraska.example.com", "ftp://h/", "https://h/ x"]) {
      const server = UpdateServer.nebraska(url, "stable");
      expect(thrown(() => server.validate())).toMatchObject({ code: "update-server-url", received: url });
    }
    expect(thrown(() => UpdateServer.nebraska("disabled", "stable").validate()).mend).toContain("UpdateStrategy.disabled()");
    expect(thrown(() => UpdateServer.nebraska(NEBRASKA, "g", { pcrPolicyServer: "pcr" }).validate()).code).toBe("update-server-url");
  });

  test("has a group in one line", () => {
    for (const group of ["", " ", "a\nSERVER=x", " stable"]) {
      expect(thrown(() => UpdateServer.nebraska(NEBRASKA, group).validate())).toMatchObject({ code: "update-group", received: group });
    }
  });

  test("takes tokens for what it can not check", () => {
    const server = UpdateServer.nebraska(TOKEN, TOKEN, {
      pcrPolicyServer: TOKEN,
      downloadUser: TOKEN,
      downloadPassword: TOKEN,
      proxy: TOKEN,
    });
    expect(() => server.validate()).not.toThrow();
    expect(conf(server)).toMatchObject({ SERVER: TOKEN, GROUP: TOKEN });
  });

  test("has user and password or neither, and the error does not show the password", () => {
    const check = (options: { downloadUser?: string; downloadPassword?: string }) =>
      thrown(() => UpdateServer.nebraska(NEBRASKA, "g", options).validate());
    expect(check({ downloadUser: "u" }).code).toBe("update-download-credentials");
    expect(check({ downloadUser: "", downloadPassword: "hunter2" }).code).toBe("update-download-credentials");
    expect(check({ downloadPassword: "hunter2" }).message).not.toContain("hunter2");
  });
});

describe("a proxy", () => {
  test("is a drop-in of update-engine, its percent signs doubled", () => {
    const expected = [
      {
        name: "update-engine.service",
        dropins: [{ name: "50-proxy.conf", contents: '[Service]\nEnvironment="ALL_PROXY=http://u:p%%40x@proxy:3128"\n' }],
      },
    ];
    const proxy = "http://u:p%40x@proxy:3128";
    expect(UpdateServer.public({ proxy })._units()).toEqual(expected);
    expect(UpdateServer.nebraska(NEBRASKA, "g", { proxy })._units()).toEqual(expected);
    expect(conf(UpdateServer.public({ proxy }))).toEqual({});
  });

  test("has a scheme that curl knows", () => {
    expect(() => UpdateServer.public({ proxy: "socks5h://proxy:1080" }).validate()).not.toThrow();
    for (const proxy of ["", "proxy:3128", "ftp://proxy", 'http://proxy" x']) {
      expect(thrown(() => UpdateServer.public({ proxy }).validate()).code).toBe("update-proxy");
      expect(thrown(() => UpdateServer.nebraska(NEBRASKA, "g", { proxy }).validate()).code).toBe("update-proxy");
    }
  });
});
