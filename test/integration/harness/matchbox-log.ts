/** A line of matchbox's access log. */
export interface MatchboxRequest {
  readonly method: string;
  /** `/boot.ipxe`, `/ipxe`, `/assets/...` */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/**
 * The requests in what a matchbox server wrote, in order. It writes a line for each before it answers it.
 * See https://github.com/poseidon/matchbox/blob/v0.11.0/matchbox/http/handlers.go#L26
 */
export function parseRequests(log: string): MatchboxRequest[] {
  return [...log.matchAll(/ msg="HTTP ([A-Z]+) ((?:[^"\\]|\\.)*)"/g)].map(([, method, quoted]) => {
    const url = new URL(JSON.parse(`"${quoted}"`) as string, "http://matchbox");
    return { method, path: decodeURIComponent(url.pathname), query: Object.fromEntries(url.searchParams) };
  });
}
