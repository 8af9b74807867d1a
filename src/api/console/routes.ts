/** The operators' console: its page under the console's addresses, and its built files. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Response, Router } from 'express';
import { CONSOLE_SECTIONS } from '../../contracts/console-sections';
import { createExactRouter } from '../exact-router';
import { type BuiltConsole, type BuiltFile, NONCE_PLACEHOLDER } from './built-console';

const A_YEAR_SECONDS = 31_536_000;
const COMPRESSIBLE = /^(?:text|image\/svg)/;

const NOT_BUILT = `The operators' console has not been built: run "npm run build" and start again.
The API works without it; its documentation is at /docs.
`;

type Encoding = 'br' | 'gzip' | 'identity';

/**
 * `GET /` and the console's sections return the page, each time with a fresh nonce; `GET /assets/…` the files it loads,
 * which browsers may cache for ever. The service worker and the manifest have fixed addresses and are revalidated each
 * time. If the console has not been built, the page's addresses answer 503 and say so.
 */
export function createConsoleRouter({ built }: { readonly built: BuiltConsole | null }): Router {
  const router = createExactRouter();
  router.get('/', (_request, response) => {
    response.redirect(302, '/inbox');
  });
  for (const section of CONSOLE_SECTIONS) {
    router.get([`/${section}`, `/${section}/*rest`], (_request, response) => {
      if (built !== null) return sendPage(built, response);
      response.status(503).type('text/plain').setHeader('Cache-Control', 'no-store').send(NOT_BUILT);
    });
  }
  const contentOf = createContentCache();
  router.get('/assets/:name', async (request, response, next) => {
    const asset = built?.assets.get(request.params.name);
    if (asset === undefined) return next();
    const encoding = acceptedEncoding(request.acceptsEncodings('br', 'gzip'), asset);
    const content = await contentOf(asset, encoding);
    response.setHeader('Content-Type', asset.contentType);
    response.setHeader('Cache-Control', `public, max-age=${A_YEAR_SECONDS}, immutable`);
    response.vary('Accept-Encoding');
    if (encoding !== 'identity') response.setHeader('Content-Encoding', encoding);
    response.end(content);
  });
  for (const [address, file] of built?.fixed ?? []) {
    router.get(address, async (_request, response) => {
      // Revalidated each time, and answered with 304 as long as it is unchanged.
      response.setHeader('Cache-Control', 'no-cache');
      response.setHeader('Content-Type', file.contentType);
      response.send(await contentOf(file, 'identity'));
    });
  }
  return router;
}

/** The console's UI kit creates style elements in the browser and needs a nonce for them. */
function sendPage({ page }: BuiltConsole, response: Response): void {
  const nonce = randomBytes(18).toString('base64');
  const policy = String(response.getHeader('Content-Security-Policy'));
  response.setHeader(
    'Content-Security-Policy',
    policy.replace("style-src 'self'", `style-src 'self' 'nonce-${nonce}'`),
  );
  response.setHeader('Cache-Control', 'no-store');
  response.type('html').send(page.replaceAll(NONCE_PLACEHOLDER, nonce));
}

function acceptedEncoding(accepted: string | false, { contentType }: BuiltFile): Encoding {
  if (!COMPRESSIBLE.test(contentType)) return 'identity';
  return accepted === 'br' || accepted === 'gzip' ? accepted : 'identity';
}

/** Each file is read and compressed once for each encoding that was requested. */
function createContentCache(): (file: BuiltFile, encoding: Encoding) => Promise<Buffer> {
  const known = new Map<string, Promise<Buffer>>();
  return (file, encoding) => {
    const key = `${encoding} ${file.file}`;
    const content = known.get(key) ?? compressed(file, encoding);
    known.set(key, content);
    content.catch(() => known.delete(key));
    return content;
  };
}

async function compressed({ file }: BuiltFile, encoding: Encoding): Promise<Buffer> {
  const content = await readFile(file);
  switch (encoding) {
    case 'identity':
      return content;
    case 'gzip':
      return promisify(gzip)(content, { level: 9 });
    case 'br':
      // 9 of 11: nearly as small, and fast enough for the first visitor.
      return promisify(brotliCompress)(content, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
      });
    default:
      return encoding satisfies never;
  }
}
