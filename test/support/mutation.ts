/** A text that takes the place of another one in a source file. */
export interface Mutation {
  /** Relative to the project. */
  readonly file: string;
  /** A text that the file has once. */
  readonly find: string;
  readonly replace: string;
}

/** A plugin of Vite that changes a source file, so that a test can see whether the tests of it notice. */
export function mutation({ file, find, replace }: Mutation) {
  return {
    name: "mutation",
    enforce: "pre" as const,
    transform(code: string, id: string) {
      if (!id.split("?")[0].endsWith(`/${file}`)) return undefined;
      if (code.split(find).length !== 2) throw new Error(`${file} has not once ${JSON.stringify(find)}`);
      return { code: code.replace(find, () => replace), map: null };
    },
  };
}
