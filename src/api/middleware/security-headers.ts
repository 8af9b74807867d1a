/** Headers on every answer. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

const HALF_A_YEAR_SECONDS = 15_552_000;

/**
 * A strict content security policy, nosniff, no referrer, no framing; HSTS if `publicUrl` is https. Style attributes
 * are allowed (the console's kit and Swagger UI set them), no other `unsafe-*`.
 */
export function createSecurityHeaders(publicUrl: string): RequestHandler {
  const isHttps = new URL(publicUrl).protocol === 'https:';
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'"],
        styleSrcAttr: ["'unsafe-inline'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isHttps && { maxAge: HALF_A_YEAR_SECONDS, includeSubDomains: false },
  });
}

/** For answers with data: no cache may store them. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};
