import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UPDATE_CONF_PATH, effectiveUpdateConf, mergeUpdateConf, parseUpdateConf, printUpdateConf } from "../../lib/update/update-conf";
import { readSystemdLine, readUpdateEngineLine } from "../../lib/update/update-conf-line";
import { FlatcarError } from "../../lib/errors";
import { TOKEN, thrown } from "./thrown";

const conf = (entries: Record<string, string>) => new Map(Object.entries(entries));

describe("reading", () => {
  test("keys and values, with comments and empty lines between them", () => {
    const text = "# updates\nGROUP=stable\n\n; reboots\nREBOOT_STRATEGY=off\n";
    expect(parseUpdateConf(text)).toEqual(conf({ GROUP: "stable", REBOOT_STRATEGY: "off" }));
    expect(parseUpdateConf("")).toEqual(conf({}));
  });

  test("a value is what the program that uses the key reads", () => {
    expect(parseUpdateConf('DOWNLOAD_PASSWORD="a\\"b"\n').get("DOWNLOAD_PASSWORD")).toBe('a\\"b');
    expect(parseUpdateConf('LOCKSMITHD_ETCD_PASSWORD="a\\"b"\n').get("LOCKSMITHD_ETCD_PASSWORD")).toBe('a"b');
    expect(parseUpdateConf("MACHINE_ALIAS=my node\n").get("MACHINE_ALIAS")).toBe("my node");
    expect(parseUpdateConf("  REBOOT_STRATEGY = 'off' \n").get("REBOOT_STRATEGY")).toBe("off");
  });

  test("of a key that occurs twice the last value counts", () => {
    expect(parseUpdateConf("GROUP=beta\nGROUP=alpha\n")).toEqual(conf({ GROUP: "alpha" }));
  });

  test("a token is read as it stands", () => {
    expect(parseUpdateConf(`GROUP=${TOKEN}\nSERVER="https://${TOKEN}/"`)).toEqual(conf({ GROUP: TOKEN, SERVER: `https://${TOKEN}/` }));
  });

  test.each([
    ["GROUP\n", 1],
    ["GROUP=a\nSERVER: x\n", 2],
    ["export GROUP=a\n", 1],
    ["# c\n\nA-B=1\n", 3],
    ["=a\n", 1],
    [" GROUP=a\n", 1],
    ["GROUP =a\n", 1],
    ['GROUP="a\n', 1],
    ["REBOOT_STRATEGY='off\n", 1],
    ["GROUP=a\\\nSERVER=b\n", 1],
    ["# a comment \\\nGROUP=a\n", 1],
    ["GROUP=a\r\nSERVER=b\r\n", 1],
    ["\ufeffGROUP=a\n", 1],
    ["OTHER= a\n", 1],
    ['OTHER="a\\"b"\n', 1],
  ])("%j is refused in its line %d", (text, line) => {
    const error = thrown(() => parseUpdateConf(text));
    expect(error.code).toBe("update-conf-malformed");
    expect(error.subject).toBe(`line ${line} of ${UPDATE_CONF_PATH}`);
    expect(error.received).toBe(text.split("\n")[line - 1]);
  });
});

describe("writing", () => {
  test("one line for each key, Flatcar's own in a fixed order and first", () => {
    const text = printUpdateConf(conf({ zz: "1", REBOOT_STRATEGY: "off", Aa: "2", GROUP: "stable" }));
    expect(text).toBe("GROUP=stable\nREBOOT_STRATEGY=off\nAa=2\nzz=1\n");
    expect(printUpdateConf(conf({}))).toBe("");
  });

  test("a value with spaces or special characters is quoted", () => {
    expect(printUpdateConf(conf({ MACHINE_ALIAS: "my node" }))).toBe('MACHINE_ALIAS="my node"\n');
    expect(printUpdateConf(conf({ DOWNLOAD_PASSWORD: 'a"b' }))).toBe('DOWNLOAD_PASSWORD="a"b"\n');
    expect(printUpdateConf(conf({ LOCKSMITHD_ETCD_PASSWORD: 'a"b' }))).toBe("LOCKSMITHD_ETCD_PASSWORD='a\"b'\n");
    expect(printUpdateConf(conf({ LOCKSMITHD_ETCD_PASSWORD: "'\"" }))).toBe('LOCKSMITHD_ETCD_PASSWORD="\'\\""\n');
    expect(printUpdateConf(conf({ LOCKSMITHD_REBOOT_WINDOW_START: "Sat 02:00" }))).toBe('LOCKSMITHD_REBOOT_WINDOW_START="Sat 02:00"\n');
    expect(printUpdateConf(conf({ GROUP: "" }))).toBe("GROUP=\n");
  });

  test("a token stands in single quotes", () => {
    expect(printUpdateConf(conf({ DOWNLOAD_PASSWORD: TOKEN }))).toBe(`DOWNLOAD_PASSWORD='${TOKEN}'\n`);
  });

  test("a value with a line break is an error", () => {
    for (const value of ["a\nb", "a\r", "a\0"])
      expect(thrown(() => printUpdateConf(conf({ GROUP: value }))).code).toBe("update-conf-value");
  });

  test("a value that can not be written for both programs is an error, and a password is not shown in it", () => {
    const value = 'it\'s "a\\"';
    expect(thrown(() => printUpdateConf(conf({ OTHER: value })))).toMatchObject({ code: "update-conf-value", received: value });
    const error = thrown(() => printUpdateConf(conf({ DOWNLOAD_PASSWORD: "secret\nsecret" })));
    expect(error.message).not.toContain("secret");
  });

  test("a key that is no variable name is an error", () => {
    expect(thrown(() => printUpdateConf(conf({ "A B": "1" }))).code).toBe("update-conf-malformed");
  });
});

const tricky = fc.string({
  unit: fc.constantFrom("a", "B", "'", '"', "\\", " ", "$", "#", "=", "`", "\t", ";", "\u00e9", "%"),
  maxLength: 8,
});
const key = fc.constantFrom("GROUP", "DOWNLOAD_PASSWORD", "REBOOT_STRATEGY", "LOCKSMITHD_ETCD_PASSWORD", "OTHER", "other");

test("what is written is read back, and the program of each key reads the value", () => {
  let written = 0;
  fc.assert(
    fc.property(fc.dictionary(key, tricky), (entries) => {
      const given = conf({ ...entries });
      let text: string;
      try {
        text = printUpdateConf(given);
      } catch (e) {
        // Values for both programs can be impossible; for one program alone only update_engine's, which has no escapes.
        expect(FlatcarError.isFlatcarError(e) && e.code).toBe("update-conf-value");
        return;
      }
      written++;
      expect(parseUpdateConf(text)).toEqual(given);
      for (const line of text.split("\n").slice(0, -1)) {
        const name = line.slice(0, line.indexOf("="));
        const systemd = readSystemdLine(line);
        expect(systemd.continues).toBe(false);
        if (!["GROUP", "DOWNLOAD_PASSWORD"].includes(name)) expect(systemd.assignment?.value).toBe(given.get(name));
        if (!["REBOOT_STRATEGY", "LOCKSMITHD_ETCD_PASSWORD"].includes(name))
          expect(readUpdateEngineLine(line)?.value).toBe(given.get(name));
      }
    }),
    { numRuns: 500 },
  );
  expect(written).toBeGreaterThan(200);
});

test("any value in one line can be written for locksmithd", () => {
  fc.assert(
    fc.property(tricky, (value) => {
      const text = printUpdateConf(conf({ LOCKSMITHD_ETCD_PASSWORD: value }));
      expect(readSystemdLine(text.slice(0, -1)).assignment?.value).toBe(value);
    }),
    { numRuns: 500 },
  );
});

describe("merging", () => {
  const layer = fc
    .dictionary(
      fc.constantFrom("GROUP", "SERVER", "REBOOT_WINDOW_START", "LOCKSMITHD_REBOOT_WINDOW_START", "REBOOT_WINDOW_LENGTH", "OTHER"),
      fc.constantFrom("", "1", "2", "3"),
    )
    .map((entries) => conf({ ...entries }));

  test("the child's values count", () => {
    expect(mergeUpdateConf(conf({ GROUP: "a", SERVER: "b" }), conf({ GROUP: "c" }))).toEqual(conf({ GROUP: "c", SERVER: "b" }));
  });

  test("a child's window counts under whichever name it is given", () => {
    const parent = conf({ LOCKSMITHD_REBOOT_WINDOW_START: "02:00" });
    expect(mergeUpdateConf(parent, conf({ REBOOT_WINDOW_START: "03:00" }))).toEqual(conf({ REBOOT_WINDOW_START: "03:00" }));
  });

  test("nothing merged with a layer is the layer", () => {
    fc.assert(
      fc.property(layer, (a) => {
        expect(mergeUpdateConf(conf({}), a)).toEqual(a);
        expect(mergeUpdateConf(a, conf({}))).toEqual(a);
        expect(mergeUpdateConf(a, a)).toEqual(a);
      }),
    );
  });

  test("how layers are grouped makes no difference", () => {
    fc.assert(
      fc.property(layer, layer, layer, (a, b, c) => {
        const left = mergeUpdateConf(mergeUpdateConf(a, b), c);
        const right = mergeUpdateConf(a, mergeUpdateConf(b, c));
        expect(left).toEqual(right);
        expect(printUpdateConf(left)).toBe(printUpdateConf(right));
      }),
    );
  });

  test("what is in force in the child is in force in the merged layers", () => {
    fc.assert(
      fc.property(layer, layer, (a, b) => {
        const merged = effectiveUpdateConf(mergeUpdateConf(a, b));
        for (const [name, value] of effectiveUpdateConf(b)) expect(merged.get(name)).toBe(value);
        for (const [name, value] of effectiveUpdateConf(a)) {
          if (!effectiveUpdateConf(b).has(name)) expect(merged.get(name)).toBe(value);
        }
      }),
    );
  });
});

test("of the two names of a window's parts the long one is in force, unless it is empty", () => {
  const start = (entries: Record<string, string>) => effectiveUpdateConf(conf(entries)).get("LOCKSMITHD_REBOOT_WINDOW_START");
  expect(start({ REBOOT_WINDOW_START: "a", LOCKSMITHD_REBOOT_WINDOW_START: "b" })).toBe("b");
  expect(start({ REBOOT_WINDOW_START: "a", LOCKSMITHD_REBOOT_WINDOW_START: "" })).toBe("a");
  expect(start({ REBOOT_WINDOW_START: "a" })).toBe("a");
  expect(effectiveUpdateConf(conf({ REBOOT_WINDOW_START: "a" })).has("REBOOT_WINDOW_START")).toBe(false);
});
