import { didYouMean, FlatcarError } from "../errors";

/**
 * A release channel of Flatcar.
 *
 * The second number of a version tells its channel, see {@link branch}.
 *
 * @see https://www.flatcar.org/docs/latest/updates-releases/releases/switching-channels/
 */
export class Channel {
  /** New features first; may break. */
  public static readonly ALPHA = new Channel("alpha", 0);
  /** Promoted from Alpha; run a few machines on it to see problems early. */
  public static readonly BETA = new Channel("beta", 1);
  /** For production. */
  public static readonly STABLE = new Channel("stable", 2);
  /** Long-term support: a stream keeps its major version for 18 months. */
  public static readonly LTS = new Channel("lts", 3);

  /** All channels that publish releases, from the most to the least tested. */
  public static all(): Channel[] {
    return [Channel.LTS, Channel.STABLE, Channel.BETA, Channel.ALPHA];
  }

  /**
   * The channel of a name.
   *
   * @param name `stable`, `beta`, `alpha` or `lts`
   * @throws FlatcarError `channel-retired` for `edge`, `channel-unknown` for any other name
   */
  public static of(name: string): Channel {
    const found = Channel.all().find((channel) => channel.name === name);
    if (found !== undefined) return found;
    const names = Channel.all().map((channel) => channel.name);
    if (name === "edge") throw retiredChannel(name, "channel");
    const lts = typeof name === "string" && /^lts-\d+$/.test(name);
    const hint = lts
      ? 'use the channel "lts"; the version names the stream'
      : ((typeof name === "string" ? didYouMean(name, names) : undefined) ?? "name one of these channels");
    throw new FlatcarError({ code: "channel-unknown", subject: "channel", received: name, allowed: names.join(", "), mend: hint });
  }

  private constructor(
    /** The name the release servers and update servers use, such as `stable`. */
    public readonly name: string,
    /**
     * The second number of a version on this channel.
     *
     * True for every release after 2605. @see https://www.flatcar.org/releases-json/releases.json
     */
    public readonly branch: number,
  ) {}

  /** The name. */
  public toString(): string {
    return this.name;
  }
}

/** The error of a reference to the channel that stopped in 2020. */
export function retiredChannel(received: string, subject: string): FlatcarError {
  return new FlatcarError({
    code: "channel-retired",
    subject,
    received,
    allowed: "a release of stable, beta, alpha or lts",
    mend: "choose alpha, which took the place of edge",
  });
}
