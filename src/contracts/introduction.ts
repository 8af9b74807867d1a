/** How every route is called. It opens the OpenAPI document, and so `/docs`. */
import { LONGEST_PAGE } from './common';
import { PROBLEMS } from './problem';

const CODES = Object.entries(PROBLEMS)
  .map(([code, { status, title }]) => `| ${status} | \`${code}\` | ${title} |`)
  .join('\n');

/** Markdown: the parts that all routes share, so that nobody has to find them route by route. */
export const INTRODUCTION = `A self-hosted service desk for WeChat Official Accounts.

Fields, and members of lists such as \`state\`, \`status\` and \`code\`, may be added: take those that you do not know for
something new, not for a fault.

## Authentication

Programs send an API token with every request: \`Authorization: Bearer duihua_…\`. An administrator creates tokens in the
console (Setup, API tokens) or with \`POST /api/v1/tokens\`. A token acts for one operator and sees that operator's brands; one
with the scope \`read\` changes nothing.

\`\`\`sh
curl -H "Authorization: Bearer $TOKEN" "$DESK/api/v1/conversations?state=waiting"
\`\`\`

Browsers use a session: \`POST /api/v1/login\` sets a cookie and answers with \`csrfToken\`, which goes into the header
\`X-CSRF-Token\` of every request that changes something.

## Idempotency

Give each message an \`Idempotency-Key\` of your own (1 to 255 visible ASCII characters), and repeat the request with the same
key and body as often as you like: a repeat answers with the message that the first request made, as it is now. The same key
with another body is refused with \`idempotency_key_reused\`. Keys are kept for 48 hours at least.

\`\`\`sh
curl "$DESK/api/v1/conversations/$ID/messages" -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -H "Idempotency-Key: order-4711-shipped" \\
  -d '{"type":"text","text":"Your order was shipped today.","whenBlocked":"hold"}'
\`\`\`

## Errors

Every answer that is not a success is a problem (RFC 9457, \`application/problem+json\`). \`code\` is stable: decide by it.
\`detail\` says what to do. The facts of a refusal stand beside them, such as \`since\`, \`limit\` or \`operator\`; \`errors\` names the
fields of the request that are not valid. \`requestId\` finds the request in the log. With 429 and 503 wait for \`Retry-After\`
seconds. With 503 nothing was accepted.

| Status | \`code\` | |
| --- | --- | --- |
${CODES}

## Paging

Lists answer with \`items\` and \`nextCursor\`. Pass \`nextCursor\` as \`cursor\` to read on; null means that this was the last page.
\`limit\` is 1 to ${LONGEST_PAGE}, by default 50. Cursors are opaque, and belong to the query that they came from.

## Events

\`GET /api/v1/events\` is a stream of Server-Sent Events with the changes that the caller may see. Wait for \`ready\` before you load
what you show: from then on nothing is missed. Connect again with \`Last-Event-ID\`, and what came meanwhile is sent first. An
event may come twice: of two copies the later \`version\` (of a conversation) or \`changedAt\` (of a message) is right. On \`resync\`
load everything again.
`;
