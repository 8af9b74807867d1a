import type { IncomingHttpHeaders } from 'node:http';
import type { Webhook as StandardWebhook } from 'standardwebhooks';

/** Whether a request was signed with this secret, now, as the library of Standard Webhooks judges it. */
export function isSigned(signing: StandardWebhook, headers: IncomingHttpHeaders, body: string): boolean {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  try {
    signing.verify(body, Object.fromEntries(names.map((name) => [name, String(headers[name])])));
    return true;
  } catch {
    return false;
  }
}
