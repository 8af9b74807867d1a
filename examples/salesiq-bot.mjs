// A bot as it is written for Zoho SalesIQ: PUBLIC_KEY="$(cat key.pem)" PORT=3001 node examples/salesiq-bot.mjs
import { verify } from 'node:crypto';
import { createServer } from 'node:http';
import { text as read } from 'node:stream/consumers';

const TOPICS = { Opening: 'We are open from 9 to 18.', Delivery: 'Tea arrives within three days.' };

function answerTo({ handler, operation, message }) {
  if (handler !== 'message') return { action: 'reply', replies: ['Hello!'] };
  if (operation !== 'chat' && message.text in TOPICS)
    return { action: 'reply', replies: [TOPICS[message.text]] };
  if (message.text === 'Person') return { action: 'forward', replies: ['One moment, please.'] };
  return { action: 'reply', replies: ['What is it about?'], suggestions: [...Object.keys(TOPICS), 'Person'] };
}

async function answer(request, response) {
  const body = await read(request);
  const signature = Buffer.from(request.headers['x-siqsignature'] ?? '', 'base64');
  if (!verify('sha256', body, process.env.PUBLIC_KEY, signature)) return response.writeHead(401).end();
  response.end(JSON.stringify(answerTo(JSON.parse(body))));
}

const server = createServer((request, response) => void answer(request, response));
server.listen(process.env.PORT ?? 3001, () => console.log(`listening on ${server.address().port}`));
