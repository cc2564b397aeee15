import * as fs from "fs";
import { expect, test } from "vitest";
import { exec } from "./exec";
import { emptyImage } from "./image";
import { requires } from "./requirements";
import { Workspace } from "./workspace";

requires("qemu-img")("the image in place of Flatcar's", () => {
  test("is a small qcow2 file of the size asked for", async () => {
    const image = await emptyImage(Workspace.forTest().directory, "base", 64);
    const info = JSON.parse((await exec("qemu-img", ["info", "--output=json", image.path])).stdout) as Record<string, unknown>;
    expect(info).toMatchObject({ format: "qcow2", "virtual-size": 64 * 1024 * 1024 });
    expect(image.virtualSize).toBe(64 * 1024 * 1024);
    expect(fs.statSync(image.path).size).toBeLessThan(1024 * 1024);
  });
});
