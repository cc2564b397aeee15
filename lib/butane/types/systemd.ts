/** systemd. */
export interface FlatcarButaneSystemd {
  /** Units, by name. */
  readonly units?: readonly FlatcarButaneUnit[];
}

/** One systemd unit; its text is in the config or in a file, not in both. */
export interface FlatcarButaneUnit {
  /**
   * Text of the unit, at most 2047 bytes a line.
   *
   * @see https://github.com/coreos/go-systemd/blob/v22.6.0/unit/deserialize.go
   * @default - the unit of the image
   */
  readonly contents?: string;
  /** A file that holds the text, relative to the files directory. Since 1.1.0. */
  readonly contents_local?: string;
  /** Drop-ins, by name. */
  readonly dropins?: readonly FlatcarButaneDropin[];
  /** Whether the unit starts at boot. @default - the preset of the image */
  readonly enabled?: boolean;
  /** Whether the unit can not be started at all: true links it to /dev/null. @default false */
  readonly mask?: boolean;
  /** Name with a unit extension such as `.service`; the key of the list. */
  readonly name: string;
}

/** One drop-in of a unit; its text is in the config or in a file, not in both. */
export interface FlatcarButaneDropin {
  /**
   * Text of the drop-in, at most 2047 bytes a line.
   *
   * @see https://github.com/coreos/go-systemd/blob/v22.6.0/unit/deserialize.go
   */
  readonly contents?: string;
  /** A file that holds the text, relative to the files directory. Since 1.1.0. */
  readonly contents_local?: string;
  /** Name that ends in `.conf`; the key of the list. */
  readonly name: string;
}
