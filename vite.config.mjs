import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { limitFirstLoad } from './scripts/first-load.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));

/** The operators' console: src/console → dist/console, served by the API process. */
export default defineConfig({
  root: path.join(root, 'src/console'),
  base: '/',
  // The manifest and its icons: at fixed addresses, because browsers keep those.
  publicDir: path.join(root, 'src/console/public'),
  plugins: [limitFirstLoad()],
  cacheDir: path.join(root, '.cache/vite'),
  // The API process puts a fresh nonce in its place for every page (src/api/console/built-console.ts).
  html: { cspNonce: '__CSP_NONCE__' },
  // There is one worker, the service worker. Its address is fixed, too: another one would be another registration.
  worker: { format: 'iife', rolldownOptions: { output: { entryFileNames: 'sw.js' } } },
  build: {
    outDir: path.join(root, 'dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    // The first that know light-dark(), which cannot be written in older words without the page's own scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    sourcemap: false,
    // `data:` addresses are no files that a browser could keep.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      onwarn(warning, warn) {
        // The kit marks its files for servers that render; here nothing does.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
});
