import { expect, test } from "vitest";
import { BareMetalBoot, PxeAssets } from "../../../lib/bare-metal";
import { requires } from "../harness";
import { buildBootKernel } from "../harness/boot-kernel";
import { pxeBoot } from "../harness/pxe-boot";
import { MAC_A, OLD, Rig, web } from "./rig";

const FILES = ["flatcar_production_pxe.vmlinuz", "flatcar_production_pxe_image.cpio.gz"];

requires(
  "terraform",
  "provider-matchbox",
  "matchbox",
  "qemu",
)("a machine of a pool that boots from the network, with QEMU's own iPXE", () => {
  test.each(["bios", "uefi"] as const)(
    "fetches its script, its kernel and its RAM disk, and starts with the pool's arguments: %s",
    async (firmware) => {
      const rig = await Rig.start();
      const directory = `flatcar/${OLD.version.toString()}`;
      rig.matchbox.addAsset(`${directory}/${FILES[0]}`, await buildBootKernel());
      rig.matchbox.addAsset(`${directory}/${FILES[1]}`, "initrd");
      // What the machine reaches as 10.0.2.2 is this machine's loopback.
      const matchboxUrl = `http://10.0.2.2:${rig.matchbox.httpPort}`;
      const assets = PxeAssets.fromMatchbox();
      await rig.apply(
        web({ matchboxUrl, assets, boot: BareMetalBoot.diskless(), consoles: ["tty0", "ttyS0,115200n8"], kernelArguments: ["quiet"] }),
      );
      const { requests, commandLine } = await pxeBoot({ matchbox: rig.matchbox, mac: MAC_A, firmware });
      expect(requests.map(({ path }) => path)).toEqual(["/boot.ipxe", "/ipxe", ...FILES.map((file) => `/assets/${directory}/${file}`)]);
      const words = (commandLine ?? "").split(" ");
      expect(words).toEqual(
        expect.arrayContaining([`initrd=${FILES[1]}`, "flatcar.first_boot=1", "console=tty0", "console=ttyS0,115200n8", "quiet"]),
      );
      const url = words.find((word) => word.startsWith("ignition.config.url="))?.replace("ignition.config.url=", "");
      expect(url).toMatch(new RegExp(`^${matchboxUrl}/ignition\\?uuid=[0-9a-f-]{36}&mac=${MAC_A.replace(/:/g, "-")}$`));
    },
  );
});
