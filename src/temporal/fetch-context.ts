/** The result of one way to get the `temporal` program: the file, or why there is none. */
export type WayResult = { readonly file: string } | { readonly reason: string };

/** What a way that downloads the program needs. */
export interface FetchContext {
  /** The version of the command line, e.g. `1.9.1`. */
  readonly version: string;
  /** Empty, and removed afterwards. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
}
