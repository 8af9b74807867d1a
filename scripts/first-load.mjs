// The size of the script that a browser with an empty cache loads to show the inbox, as a plugin of the console's build:
// above the limit the build fails. `npm run bench` asks for what a browser loads in the same encoding (consoleSize).
import { brotliCompressSync, constants } from 'node:zlib';

/** KB (1,000 bytes) as the API sends it: compressed by brotli. */
const MOST_KB = 360;

/** The entry, and the modules that it loads at once for a signed-in user; of the languages the one with the most script. */
const FIRST = ['src/console/main.tsx', 'src/console/app/inbox-route.tsx'];
const ONE_OF = ['en', 'zh', 'ja'].map((language) => [
  `src/console/i18n/${language}/messages.ts`,
  `antd/locale/${{ en: 'en_US', zh: 'zh_CN', ja: 'ja_JP' }[language]}.js`,
]);

export function limitFirstLoad() {
  return {
    name: 'limit-first-load',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
      // The service worker is built as a bundle of its own.
      if (!chunks.some(({ isEntry, facadeModuleId }) => isEntry && facadeModuleId?.endsWith('index.html')))
        return;
      const sizes = new Map();
      const sizeOf = (chunk) => {
        if (!sizes.has(chunk.fileName)) sizes.set(chunk.fileName, compressed(chunk.code));
        return sizes.get(chunk.fileName);
      };
      const totals = ONE_OF.map((ofLanguage) => {
        const loaded = new Set();
        for (const module of [...FIRST, ...ofLanguage]) load(chunkOf(chunks, module), bundle, loaded);
        return [...loaded].reduce((sum, chunk) => sum + sizeOf(chunk), 0);
      });
      const largest = Math.max(...totals) / 1_000;
      if (largest <= MOST_KB) return;
      this.error(
        `The first load of the inbox has ${Math.ceil(largest)} KB of script, more than ${MOST_KB} KB. ` +
          'Load what is not shown at once with import().',
      );
    },
  };
}

function chunkOf(chunks, module) {
  const found = chunks.find(({ moduleIds }) =>
    moduleIds.some((id) => id.split('?')[0].endsWith(`/${module}`)),
  );
  if (found === undefined)
    throw new Error(`The build has no ${module}: scripts/first-load.mjs is out of date.`);
  return found;
}

/** Adds a chunk and all that it imports. */
function load(chunk, bundle, loaded) {
  if (loaded.has(chunk)) return;
  loaded.add(chunk);
  for (const name of chunk.imports) if (bundle[name]?.type === 'chunk') load(bundle[name], bundle, loaded);
}

function compressed(code) {
  // As src/api/console/routes.ts does.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  return brotliCompressSync(code, { params }).length;
}
