/** `GET /demo/phone/events`: says that something has changed in the simulated WeChat; what, the other routes tell. */
import { Router } from 'express';
import { openSink } from '../live/event-sink';
import { requireAdministrator } from '../middleware/viewer';
import type { DemoWeChat } from './wechat';

/** Many changes at once are one. */
const GATHERED_MS = 60;
const HEARTBEAT_MS = 15_000;

/** Goes before the body parsers: it takes no body and never ends by itself. `closing` ends all streams. */
export function createDemoPhoneEventRouter(
  { onChange }: Pick<DemoWeChat, 'onChange'>,
  closing: AbortSignal,
): Router {
  const router = Router();
  router.get('/demo/phone/events', requireAdministrator, (_request, response) => {
    const sink = openSink(response);
    sink.write('event: changed\ndata: {}\n\n');
    let gathering: NodeJS.Timeout | undefined;
    const unlisten = onChange(() => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        sink.write('event: changed\ndata: {}\n\n');
      }, GATHERED_MS);
    });
    const heartbeat = setInterval(() => sink.write(': alive\n\n'), HEARTBEAT_MS);
    closing.addEventListener('abort', sink.end);
    response.once('close', () => {
      unlisten();
      clearTimeout(gathering);
      clearInterval(heartbeat);
      closing.removeEventListener('abort', sink.end);
    });
    if (closing.aborted) sink.end();
  });
  return router;
}
