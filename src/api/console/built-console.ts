import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One built file: its name holds a hash of its content, so it never changes. */
export type BuiltFile = { readonly file: string; readonly contentType: string };

/** What `scripts/build.mjs` has made of `src/console`. */
export type BuiltConsole = {
  /** The page with {@link NONCE_PLACEHOLDER} in place of the nonce. */
  readonly page: string;
  /** By name, e.g. `index-Bx3f.js`. */
  readonly assets: ReadonlyMap<string, BuiltFile>;
};

/** Must be the same as in vite.config.mjs: `html.cspNonce`. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
};

/** Reads the list of built files once; null if the console has not been built. Files of other types are not served. */
export function findBuiltConsole(folder: string): BuiltConsole | null {
  const pageFile = path.join(folder, 'index.html');
  if (!existsSync(pageFile) || !existsSync(path.join(folder, 'assets'))) return null;
  const assets = new Map<string, BuiltFile>();
  for (const name of readdirSync(path.join(folder, 'assets'))) {
    const contentType = CONTENT_TYPES[path.extname(name)];
    if (contentType !== undefined) assets.set(name, { file: path.join(folder, 'assets', name), contentType });
  }
  return { page: readFileSync(pageFile, 'utf8'), assets };
}
