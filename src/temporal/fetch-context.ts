/** What a way of having the `temporal` program comes to: the file, or why it could not be had. */
export type WayResult = { readonly file: string } | { readonly reason: string };

/** What a way that fetches the program is given. */
export interface FetchContext {
  /** Of the command line, e.g. `1.9.1`. */
  readonly version: string;
  /** Empty, and removed afterwards. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly report: (line: string) => void;
}
