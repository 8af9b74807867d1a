import type { RequestHandler } from 'express';
import { ApiError } from '../problems';

/** What a browser says about a page that is not ours. */
const FOREIGN = new Set(['cross-site', 'same-site']);

/**
 * 403 for a request of a page that is not one of the desk (MCP, “Streamable HTTP”, security warning): its `Origin` must
 * be that of `PUBLIC_URL`, and so must the `Host`, because a page whose name was made to point at the desk (DNS
 * rebinding) has an origin that agrees with its host. On the desk's own computer `localhost` is fine too. Programs
 * other than browsers send neither `Origin` nor `Sec-Fetch-Site`, and may reach the desk by any name.
 */
export function refuseForeignBrowsers(publicUrl: string): RequestHandler {
  const { origin: publicOrigin, host: publicHost } = new URL(publicUrl);
  return ({ headers }, _response, next) => {
    const { origin, host = '', 'sec-fetch-site': site } = headers;
    const isOfBrowser = origin !== undefined || site !== undefined;
    const isOwnHost = host === publicHost || isLoopback(host);
    const isOwnOrigin =
      origin === undefined || origin === publicOrigin || (isLoopback(host) && origin === `http://${host}`);
    if (isOfBrowser && (!isOwnHost || !isOwnOrigin || FOREIGN.has(String(site)))) {
      throw new ApiError('forbidden', {}, { detail: 'Requests from pages of another origin are refused.' });
    }
    next();
  };
}

function isLoopback(host: string): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/.test(host);
}
