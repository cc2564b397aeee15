// Set-up of every test file: where FLATCAR_EMITTED_CONFIGS names a folder, every machine config that a test's pools compose or write themselves is kept there,
// for test/conformance/emitted-configs.test.ts to hold against the real ignition-validate.
import { createHash } from "crypto";
import * as fs from "fs";
import * as path from "path";
import { encodeIgnition, IgnitionConfig } from "../../lib/ignition";
import { NodeConfigComposer } from "../../lib/pool/compose";
import { NodePoolBase } from "../../lib/pool/node-pool-base";
import { UserData } from "../../lib/pool/user-data";

const folder = process.env.FLATCAR_EMITTED_CONFIGS;

if (folder !== undefined) {
  const keep = (config: IgnitionConfig): void => {
    const written = encodeIgnition(config);
    // Of a field that is all token nothing is known, and nothing can be checked.
    if (/:"\$\{TfToken\[[^\]]*\]\}"/.test(written)) return;
    // What else waits for apply may be any text; this one is good in a URL too.
    const json = written.replace(/\$\{TfToken\[[^\]]*\]\}/g, "token");
    fs.writeFileSync(path.join(folder, `${createHash("sha256").update(json).digest("hex").slice(0, 16)}.ign`), json);
  };
  const compose = NodeConfigComposer.prototype.compose;
  NodeConfigComposer.prototype.compose = function (node) {
    const config = compose.call(this, node);
    keep(config);
    return config;
  };
  const pools = NodePoolBase.prototype as unknown as { renderOwnConfig: (name: string, config: IgnitionConfig) => UserData };
  const render = pools.renderOwnConfig;
  pools.renderOwnConfig = function (name, config) {
    keep(config);
    return render.call(this, name, config);
  };
}
