import { LanDhcp, LanFirmware } from "../../integration/harness";
import { describeInstalled } from "./installed";

describeInstalled(LanFirmware.UEFI, LanDhcp.PROXY);
