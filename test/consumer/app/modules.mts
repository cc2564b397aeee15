// An ES module: the names that a CommonJS package has are found by Node.js without running it.
import { FlatcarLock, UpdateStrategy } from "cdktf-flatcar";
import { BareMetalNodePool } from "cdktf-flatcar/bare-metal";
import { translateButane } from "cdktf-flatcar/butane";
import { HetznerNodePool } from "cdktf-flatcar/hetzner";
import { encodeIgnition } from "cdktf-flatcar/ignition";
import { LibvirtNodePool } from "cdktf-flatcar/libvirt";
import { FlatcarVersion } from "cdktf-flatcar/release";

const values = [
  FlatcarLock,
  UpdateStrategy,
  BareMetalNodePool,
  translateButane,
  HetznerNodePool,
  encodeIgnition,
  LibvirtNodePool,
  FlatcarVersion,
];
for (const value of values) console.log(typeof value);
