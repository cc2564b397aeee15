import * as path from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first";
import { mutations, mutationsOfRun } from "./test/support/mutation";

const resolve = {
  alias: [{ find: /^fast-check$/, replacement: path.resolve("test/support/fast-check.mjs") }],
};

// Some only where the tests themselves are tested.
const plugins = [mutations(mutationsOfRun())];

export default defineConfig({
  test: {
    maxWorkers: 2,
    minWorkers: 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve,
        plugins,
        test: {
          name: "unit",
          setupFiles: ["test/support/end-with-run.ts", "test/support/emitted-configs.ts"],
          include: ["test/**/*.test.ts"],
          exclude: ["test/integration/**", "test/boot/**", "test/conformance/**", "test/consumer/**", "**/node_modules/**"],
          // Against what hangs; how long a test takes on a busy machine says nothing.
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: "integration",
          setupFiles: ["test/support/end-with-run.ts", "test/support/emitted-configs.ts"],
          include: ["test/integration/**/*.test.ts", "test/conformance/**/*.test.ts", "test/consumer/**/*.test.ts"],
          exclude: ["test/conformance/emitted-configs.test.ts", "**/node_modules/**"],
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        resolve,
        plugins,
        test: {
          // Machines that boot, emulated, each of which keeps one processor busy.
          name: "boot",
          setupFiles: ["test/support/end-with-run.ts", "test/support/emitted-configs.ts"],
          include: ["test/boot/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
      {
        // Last of all: it reads what the others have left.
        test: { name: "emitted", include: ["test/conformance/emitted-configs.test.ts"], testTimeout: 300_000, hookTimeout: 300_000 },
      },
    ],
  },
});
