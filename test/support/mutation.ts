/** A text that takes the place of another one in a source file. */
export interface Mutation {
  /** Relative to the project. */
  readonly file: string;
  /** A text that the file has once. */
  readonly find: string;
  readonly replace: string;
}

/** A plugin of Vite that changes source files, so that a test can see whether the tests of them notice. */
export function mutations(all: readonly Mutation[]) {
  return {
    name: "mutations",
    enforce: "pre" as const,
    transform(code: string, id: string) {
      const found = all.filter(({ file }) => id.split("?")[0].endsWith(`/${file}`));
      if (found.length === 0) return undefined;
      return { code: found.reduce(changed, code), map: null };
    },
  };
}

function changed(code: string, { file, find, replace }: Mutation): string {
  if (code.split(find).length !== 2) throw new Error(`${file} has not once ${JSON.stringify(find)}`);
  return code.replace(find, () => replace);
}
