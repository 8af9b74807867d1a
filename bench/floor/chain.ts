/** The bare chain to a browser: an event stream, and a page that shows the texts of one contact as they arrive. */
import { type Response, Router } from 'express';

const PAGE = `<!doctype html>
<meta charset="utf-8">
<title>Bare chain</title>
<style>main { height: 700px; overflow-y: auto; }</style>
<main></main>
<script>
  const main = document.querySelector('main');
  const shown = new URLSearchParams(location.search).get('contact');
  new EventSource('/events').addEventListener('message', ({ data }) => {
    const { openId, text } = JSON.parse(data);
    if (openId !== shown) return;
    const row = document.createElement('div');
    row.dataset.direction = 'inbound';
    row.dataset.itemIndex = main.childElementCount;
    row.textContent = text;
    main.append(row);
    main.scrollTop = main.scrollHeight;
  });
</script>
`;

/** `GET /?contact=…` and `GET /events`; `tell` sends a contact's text to every open stream. */
export function createChain(): {
  readonly router: Router;
  readonly tell: (openId: string, text: string) => void;
} {
  const streams = new Set<Response>();
  const router = Router();
  router.get('/', (_request, response) => {
    response.type('html').send(PAGE);
  });
  router.get('/events', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: ready\ndata: {}\n\n');
    streams.add(response);
    response.once('close', () => streams.delete(response));
  });
  return {
    router,
    tell(openId, text) {
      const event = `event: message\ndata: ${JSON.stringify({ openId, text })}\n\n`;
      for (const stream of streams) stream.write(event);
    },
  };
}
