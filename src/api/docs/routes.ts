/** The OpenAPI document and a page that shows it: Swagger UI from our own disk, without inline scripts or other hosts. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Router } from 'express';
import { docsRoutes } from '../../contracts/health';
import type { OpenApiDocument } from '../../contracts/openapi';
import { createExactRouter } from '../exact-router';
import { implement, type Route } from '../route';

const ASSETS = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
  'favicon-32x32.png': 'image/png',
} as const;

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Duihua API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

/** No validator: it would send the document's address to another host. */
const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  validatorUrl: null,
  withCredentials: true,
});
`;

export type DocsDeps = { readonly makeDocument: () => OpenApiDocument };

/** The OpenAPI document, and the page that shows it. `makeDocument` is called once, when somebody asks for it. */
export function createDocsRoutes({ makeDocument }: DocsDeps): readonly Route[] {
  let document: OpenApiDocument | undefined;
  return implement(docsRoutes)({
    getOpenApiDocument() {
      document ??= makeDocument();
      return { ...document };
    },
    getDocs({ response }) {
      response.type('html').send(PAGE);
    },
  });
}

/** The files that the page loads. */
export function createDocsFiles(): Router {
  const folder = dirname(require.resolve('swagger-ui-dist/package.json'));
  const router = createExactRouter();
  router.get('/docs/start.js', (_request, response) => {
    response.type('text/javascript').send(START);
  });
  for (const [name, type] of Object.entries(ASSETS)) {
    // Read on the first request: 1.5 MB that most processes never serve.
    let content: Buffer | undefined;
    router.get(`/docs/${name}`, (_request, response) => {
      content ??= readFileSync(join(folder, name));
      response.type(type).setHeader('Cache-Control', 'public, max-age=86400').send(content);
    });
  }
  return router;
}
