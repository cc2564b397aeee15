import type { AttributePath } from "./plan";

/** Where in a resource: `launch_template[0].version`, `labels["a.b"]`. */
export function pathText(path: AttributePath): string {
  return path
    .map((step, i) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join("");
}
