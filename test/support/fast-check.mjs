// What tests get for "fast-check": the same, with one seed. A run that fails fails again, and none fails by chance; FAST_CHECK_SEED asks for other cases.
import fc from "../../node_modules/fast-check/lib/fast-check.js";

fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_125) });

export * from "../../node_modules/fast-check/lib/fast-check.js";
export default fc;
