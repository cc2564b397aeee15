export { contextTree } from "./context";
export { decodeCommon, decodeYaml } from "./decode";
export { YamlFault } from "./fault";
export { NodeKind, YamlDocument, YamlNode } from "./node";
export { readYaml } from "./parser";
export { Position, Positions } from "./positions";
export { unusedKeys } from "./unused-keys";
