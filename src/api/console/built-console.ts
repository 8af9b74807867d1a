import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** One built file: its name holds a hash of its content, so it never changes. */
export type BuiltFile = { readonly file: string; readonly contentType: string };

/** What `scripts/build.mjs` has built from `src/console`. */
export type BuiltConsole = {
  /** The page with {@link NONCE_PLACEHOLDER} in place of the nonce. */
  readonly page: string;
  /** By name, e.g. `index-Bx3f.js`. */
  readonly assets: ReadonlyMap<string, BuiltFile>;
  /** At fixed addresses, by path, e.g. `/sw.js`: the service worker, the manifest and its icons. */
  readonly fixed: ReadonlyMap<string, BuiltFile>;
};

/** Must match `html.cspNonce` in vite.config.mjs. */
export const NONCE_PLACEHOLDER = '__CSP_NONCE__';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.webmanifest': 'application/manifest+json',
};

/** Reads the list of built files once; null if the console has not been built. Files of other types are not served. */
export function findBuiltConsole(folder: string): BuiltConsole | null {
  const pageFile = path.join(folder, 'index.html');
  if (!existsSync(pageFile) || !existsSync(path.join(folder, 'assets'))) return null;
  const assets = filesIn(path.join(folder, 'assets'));
  const fixed = new Map([...filesIn(folder)].map(([name, file]) => [`/${name}`, file]));
  return { page: readFileSync(pageFile, 'utf8'), assets, fixed };
}

function filesIn(folder: string): Map<string, BuiltFile> {
  const files = new Map<string, BuiltFile>();
  for (const name of readdirSync(folder)) {
    const contentType = CONTENT_TYPES[path.extname(name)];
    if (contentType !== undefined) files.set(name, { file: path.join(folder, name), contentType });
  }
  return files;
}
