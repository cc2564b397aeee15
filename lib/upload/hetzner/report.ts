/** What long work tells on its way. */
export interface UploadReport {
  /** Something that begins, or that is to be known, as one line without an end. */
  tell(line: string): void;
  /** Bytes of the image that were sent, and how many there are. Called with every piece. */
  sent(done: number, total: number): void;
  /** How much of the snapshot is made, in percent. */
  made(percent: number): void;
}
