import { expect, test } from "vitest";
import { holdsToken } from "../../lib/update/token";
import { TOKEN } from "./thrown";

test("a placeholder is found anywhere in a text", () => {
  expect(holdsToken(TOKEN)).toBe(true);
  expect(holdsToken(`https://${TOKEN}/v1/`)).toBe(true);
  expect(holdsToken("${var.x}")).toBe(false);
  expect(holdsToken("")).toBe(false);
});
