/**
 * What the header `Retry-After` asks for, in milliseconds from now; undefined where it is neither a number of seconds nor a date.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(header: string, now: Date): number | undefined {
  const text = header.trim();
  if (/^[0-9]+$/.test(text)) return Number(text) * 1000;
  // Date.parse takes much that is no date of HTTP, such as "soon 5", and takes one without a zone for local.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text)) return undefined;
  const then = Date.parse(text.endsWith(" GMT") ? text : `${text} GMT`);
  return Number.isNaN(then) ? undefined : Math.max(0, then - now.getTime());
}
