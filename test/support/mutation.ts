/** A text that takes the place of another one in a source file. */
export interface Mutation {
  /** Relative to the project. */
  readonly file: string;
  /** A text that the file has once. */
  readonly find: string;
  readonly replace: string;
}

/** The variable by which a run of tests is told what to change, as JSON. */
const VARIABLE = "FLATCAR_MUTATIONS";

/** The environment of a run of tests in which source files are changed. */
export function withMutations(all: readonly Mutation[], env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return { ...env, [VARIABLE]: JSON.stringify(all) };
}

/** What this run of tests was told to change. */
export function mutationsOfRun(): Mutation[] {
  return JSON.parse(process.env[VARIABLE] ?? "[]") as Mutation[];
}

/**
 * The text of a source file with all changes of it.
 *
 * @throws Error where it has not once what is changed
 */
export function mutated(all: readonly Mutation[], file: string, text: string): string {
  return all.filter((mutation) => file.endsWith(`/${mutation.file}`)).reduce(changed, text);
}

/** A plugin of Vite that changes source files, so that a test can see whether the tests of them notice. */
export function mutations(all: readonly Mutation[]) {
  return {
    name: "mutations",
    enforce: "pre" as const,
    transform(code: string, id: string) {
      const text = mutated(all, id.split("?")[0], code);
      return text === code ? undefined : { code: text, map: null };
    },
  };
}

function changed(code: string, { file, find, replace }: Mutation): string {
  if (code.split(find).length !== 2) throw new Error(`${file} has not once ${JSON.stringify(find)}`);
  return code.replace(find, () => replace);
}
