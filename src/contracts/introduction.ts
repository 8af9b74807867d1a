/** How to call the API: the introduction of the OpenAPI document, and so of `/docs`. */
import { LONGEST_PAGE } from './common';
import { PROBLEMS } from './problem';

const CODES = Object.entries(PROBLEMS)
  .map(([code, { status, title }]) => `| ${status} | \`${code}\` | ${title} |`)
  .join('\n');

/** Markdown: what all routes have in common. */
export const INTRODUCTION = `A self-hosted service desk for WeChat Official Accounts.

New fields may be added, and new values of \`state\`, \`status\`, \`code\` and the like. Ignore fields that you do not know, and
do not treat unknown values as an error.

## Authentication

Programs send an API token with every request: \`Authorization: Bearer duihua_…\`. An administrator creates tokens in the
console (Setup, API tokens) or with \`POST /api/v1/tokens\`. A token acts for one operator and sees that operator's brands, or
some of them (\`brandIds\`).

What it may do, its \`scopes\` say; none includes another, so name each that is needed. Every operation says which one it takes.
Without it the answer is 403 \`insufficient_scope\` with \`required\`, before anything else of the request is looked at.

| Scope | What for |
| --- | --- |
| \`read\` | \`GET\`, except for what only administrators may see |
| \`write\` | notes, tags, attending, completing, drafts, transfers, canned replies, QR codes, blocking and other changes |
| \`send\` | messages to contacts: sending, cancelling, resolving, typing, uploading files |
| \`admin\` | what only administrators may; only for their tokens |

\`\`\`sh
curl -H "Authorization: Bearer $TOKEN" "$DESK/api/v1/conversations?state=waiting"
\`\`\`

Browsers use a session: \`POST /api/v1/login\` sets a cookie and answers with \`csrfToken\`, which goes into the header
\`X-CSRF-Token\` of every request that changes something.

## Idempotency

Give each message an \`Idempotency-Key\` of your own (1 to 255 visible ASCII characters), and repeat the request with the same
key and body as often as you like: a repeat returns the message that the first request created, as it is now. The same key
with a different body is refused with \`idempotency_key_reused\`. Keys are kept for at least 48 hours.

\`\`\`sh
curl "$DESK/api/v1/conversations/$ID/messages" -H "Authorization: Bearer $TOKEN" \\
  -H "Content-Type: application/json" -H "Idempotency-Key: order-4711-shipped" \\
  -d '{"type":"text","text":"Your order was shipped today.","whenBlocked":"hold"}'
\`\`\`

## Errors

Every answer that is not a success is a problem (RFC 9457, \`application/problem+json\`). \`code\` is stable: base decisions on it.
\`detail\` says what to do. Facts about the refusal stand beside them, such as \`since\`, \`limit\` or \`operator\`; \`errors\` names the
fields of the request that are not valid. Search the log for \`requestId\`. After 429 and 503, wait for \`Retry-After\`
seconds. A 503 means that nothing was accepted, unless \`reason\` is \`acceptance_unknown\`: then repeat the request with the
same key; or \`unconfirmed\`: then reload the conversation before you try again.

| Status | \`code\` | |
| --- | --- | --- |
${CODES}

## Paging

Lists answer with \`items\` and \`nextCursor\`. Pass \`nextCursor\` as \`cursor\` to get the next page; null means that this was the last one.
\`limit\` is 1 to ${LONGEST_PAGE}, by default 50. Cursors are opaque, and belong to the query that they came from.

## Events

\`GET /api/v1/events\` is a stream of Server-Sent Events with the changes that the caller may see. Wait for \`ready\` before you load
what you show: from then on nothing is missed. Reconnect with \`Last-Event-ID\`, and what happened meanwhile is sent first. An
event may arrive twice: of two copies, the one with the later \`version\` (conversations) or \`changedAt\` (messages) is right. On \`resync\`,
load everything again.
`;
