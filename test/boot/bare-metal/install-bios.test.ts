import { LanDhcp, LanFirmware } from "../../integration/harness";
import { describeInstalled } from "./installed";

describeInstalled(LanFirmware.BIOS, LanDhcp.OWN);
