// A bot of the kind `webhook`: WEBHOOK_SECRET=whsec_… PORT=3000 node examples/webhook-bot.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { text as read } from 'node:stream/consumers';

const key = Buffer.from(process.env.WEBHOOK_SECRET.replace('whsec_', ''), 'base64');
const isSigned = ({ 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given = '' }, body) => {
  const right = `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`;
  return given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right));
};

async function answer(request, response) {
  const body = await read(request);
  if (!isSigned(request.headers, body)) return response.writeHead(401).end();
  const { type, data } = JSON.parse(body);
  // `bot.started` comes before the first message, rarely twice; what is answered to it does not matter.
  if (type === 'bot.started') return response.end();
  const words = data.messages.map((message) => message.text).join('\n');
  const wantsPerson = { handover: { note: `Asked for: ${words}` } };
  const messages = [{ type: 'text', text: `You wrote: ${words}` }];
  response.end(JSON.stringify(words.includes('refund') ? wantsPerson : { messages }));
}

const server = createServer((request, response) => void answer(request, response));
server.listen(process.env.PORT ?? 3000, () => console.log(`listening on ${server.address().port}`));
