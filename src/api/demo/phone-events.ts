import { demoPhoneEventRoutes } from '../../contracts/demo/demo-phone';
import { openSink } from '../live/event-sink';
import { implement, type Route } from '../route';
import type { DemoWeChat } from './wechat';

/** Changes within this time are announced together. */
const GATHERED_MS = 60;
const HEARTBEAT_MS = 15_000;

type Deps = {
  readonly wechat: Pick<DemoWeChat, 'onChange'>;
  /** Ends all streams. */
  readonly closing: AbortSignal;
};

/** Announces that something has changed in the simulated WeChat; the other routes say what. */
export function createDemoPhoneEventRoutes({ wechat, closing }: Deps): readonly Route[] {
  return implement(demoPhoneEventRoutes)({
    followDemoPhone({ response }) {
      const sink = openSink(response);
      sink.write('event: changed\ndata: {}\n\n');
      let gathering: NodeJS.Timeout | undefined;
      const unlisten = wechat.onChange(() => {
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
    },
  });
}
