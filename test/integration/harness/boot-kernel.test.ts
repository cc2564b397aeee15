import { expect, test } from "vitest";
import { buildBootKernel, commandLineOn } from "./boot-kernel";
import { requires } from "./requirements";

test("a command line is read from the serial port once it is there to its end", () => {
  expect(commandLineOn("iPXE\r\n")).toBeUndefined();
  expect(commandLineOn("iPXE\r\n\ncommand line: a=b c")).toBeUndefined();
  expect(commandLineOn("iPXE\r\n\ncommand line: a=b c\n")).toBe("a=b c");
});

requires("qemu")("the program in the kernel's place", () => {
  test("has the marks of a Linux kernel and of a UEFI program", async () => {
    const kernel = Buffer.from(await buildBootKernel());
    expect(kernel.length).toBe(1536);
    expect(kernel.readUInt16LE(0x1fe)).toBe(0xaa55);
    expect(kernel.toString("latin1", 0x202, 0x206)).toBe("HdrS");
    const pe = kernel.readUInt32LE(0x3c);
    expect(kernel.toString("latin1", 0, 2) + kernel.toString("latin1", pe, pe + 4)).toBe("MZPE\0\0");
  });
});
