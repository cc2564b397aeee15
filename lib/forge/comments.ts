/** One comment of whoever the token is of. */
export interface ForgeComment {
  readonly id: string;
  readonly body: string;
}

/** The comments of one pull request. */
export interface ForgeComments {
  /** Characters of the longest comment. */
  readonly longest: number;
  /** Those of whoever the token is of, oldest first. */
  own(): Promise<readonly ForgeComment[]>;
  create(body: string): Promise<void>;
  update(id: string, body: string): Promise<void>;
  remove(id: string): Promise<void>;
}
