// One case of the Butane benchmark, in a process of its own: translates the given files over and over again, as the oracle's `measure` does.
// Usage: node butane-case.js SECONDS WARM-UP-SECONDS FILE…
import { readFileSync } from "fs";
import { translateButane } from "../lib/butane";

const [seconds, warmUp, ...files] = process.argv.slice(2);
const texts = files.map((file) => readFileSync(file));

let next = 0;
for (let i = 0; i < Number(warmUp) + Number(seconds); i++) {
  let translations = 0;
  const begin = process.hrtime.bigint();
  while (process.hrtime.bigint() - begin < 1_000_000_000n) {
    // The text is made when it is asked for.
    if (translateButane(texts[next]).json === undefined) throw new Error(`${files[next]} is no config`);
    next = (next + 1) % texts.length;
    translations++;
  }
  const perSecond = translations / (Number(process.hrtime.bigint() - begin) / 1e9);
  if (i >= Number(warmUp)) console.log(JSON.stringify({ translations, perSecond }));
}
