import type { WeChatFields } from '../../domain/messages/inbound';
import { parseJson } from './json';
import { parseXml } from './xml';

/** `{` in UTF-8, after a byte order mark and white space. */
const BEGINS_AS_JSON = /^(?:\xef\xbb\xbf)?[\t\n\r ]*\{/;
/** Longer white space before it is not WeChat's. */
const LOOKED_AT_BYTES = 64;

/**
 * Parses a body of WeChat's webhook, whichever of the two formats it has: the administrator of a mini program chooses one, and
 * may change it at any time. It is told by the content, because the content type says `text/xml` for both. Either gives the same fields
 * for the same message, so that a repeat in the other format is recognised.
 *
 * @throws WebhookError `bad_xml` or `bad_json`
 */
export function parseBody(body: Buffer): WeChatFields {
  const isJson = BEGINS_AS_JSON.test(body.subarray(0, LOOKED_AT_BYTES).toString('latin1'));
  return isJson ? parseJson(body) : parseXml(body);
}
