// An ES module: the names that a CommonJS package has are found by Node.js without running it.
import { FlatcarLock, UpdateStrategy } from "cdktf-flatcar";
import { BareMetalNodePool } from "cdktf-flatcar/bare-metal";
import { HetznerNodePool } from "cdktf-flatcar/hetzner";
import { encodeIgnition } from "cdktf-flatcar/ignition";
import { LibvirtNodePool } from "cdktf-flatcar/libvirt";
import { FlatcarVersion } from "cdktf-flatcar/release";

for (const value of [FlatcarLock, UpdateStrategy, BareMetalNodePool, HetznerNodePool, encodeIgnition, LibvirtNodePool, FlatcarVersion])
  console.log(typeof value);
