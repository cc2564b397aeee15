import type { FilesDirectory } from "./files/directory";

/** How a config is translated. */
export interface TranslateButaneOptions {
  /**
   * Where the files are that the config names in `local` and the like.
   *
   * @default - naming a file is an error
   */
  readonly filesDir?: FilesDirectory;
  /**
   * Whether `json` is indented by two spaces, instead of in one line.
   *
   * @default false
   */
  readonly pretty?: boolean;
}
