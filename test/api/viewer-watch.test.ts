import pino from 'pino';
import { createViewerWatch, type Watched } from '../../src/api/events/viewer-watch';
import type { Identity } from '../../src/store/people/viewers';
import { eventually } from '../support/eventually';

const identity = (operatorId: string): Identity => ({
  operatorId,
  name: operatorId,
  email: `${operatorId}@example.com`,
  role: 'operator',
  brandIds: [],
  mustChangePassword: false,
  mustSetUpTwoFactor: false,
});

/** A watch over credentials that tests change, and streams that write down what they are told. */
function watching() {
  const good = new Map<string, Identity>();
  const asked: string[][] = [];
  let isAway = false;
  const reach = (): void => {
    if (isAway) throw new Error('away');
  };
  const { watch } = createViewerWatch({
    sessions: {
      async peekAll(secrets) {
        asked.push([...secrets]);
        reach();
        return new Map([...good].filter(([secret]) => secrets.includes(secret)));
      },
    },
    apiTokens: {
      async authenticate(secret) {
        reach();
        const found = good.get(secret);
        return found === undefined
          ? null
          : { identity: found, token: { id: 't', name: 't', scopes: ['read'] } };
      },
    },
    logger: pino({ level: 'silent' }),
  });
  const open = (via: 'session' | 'token', secret: string) => {
    const told: (string | null)[] = [];
    const watched: Watched = {
      see: (viewer) => void told.push(JSON.stringify(viewer.brandIds)),
      close: () => void told.push(null),
    };
    return { told, end: watch({ via, secret }, watched) };
  };
  return {
    good,
    asked,
    open,
    setAway: (away: boolean) => {
      isAway = away;
    },
  };
}

describe('the watch over viewers', () => {
  it('asks once for all sessions, and tells each of their streams', async () => {
    const { good, asked, open } = watching();
    good.set('li', { ...identity('li'), brandIds: ['tea'] }).set('mei', identity('mei'));
    const streams = [open('session', 'li'), open('session', 'li'), open('session', 'mei')];
    await eventually(() => streams.every(({ told }) => told.length > 0), 'all are told');
    expect(asked[0]?.toSorted()).toEqual(['li', 'mei']);
    expect(streams.map(({ told }) => told[0])).toEqual(['["tea"]', '["tea"]', '[]']);
    for (const { end } of streams) end();
  });

  it('ends the stream as soon as the session or the token is no longer valid', async () => {
    const { good, open } = watching();
    good.set('li', identity('li')).set('key', identity('mei'));
    const [session, token, other] = [open('session', 'li'), open('token', 'key'), open('token', 'none')];
    await eventually(() => session.told.length > 0 && token.told.length > 0, 'both are told');
    expect([session.told[0], token.told[0]]).toEqual(['[]', '[]']);
    await eventually(() => other.told.includes(null), 'the unknown one is closed');
    good.clear();
    await eventually(() => session.told.includes(null) && token.told.includes(null), 'both are closed');
    for (const { end } of [session, token, other]) end();
  });

  it.each([{ mustChangePassword: true }, { mustSetUpTwoFactor: true }])(
    'ends the stream of a session that has to do something else first: %j; never that of a token',
    async (duty) => {
      const { good, open } = watching();
      good.set('li', identity('li')).set('key', { ...identity('mei'), ...duty });
      const [session, token] = [open('session', 'li'), open('token', 'key')];
      await eventually(() => session.told.length > 0 && token.told.length > 0, 'both are told');
      good.set('li', { ...identity('li'), ...duty });
      await eventually(() => session.told.includes(null), 'the session’s is closed');
      expect([session.told[0], token.told.includes(null)]).toEqual(['[]', false]);
      for (const { end } of [session, token]) end();
    },
  );

  it('keeps the stream while the database is down, and asks again', async () => {
    const { good, asked, open, setAway } = watching();
    good.set('li', identity('li'));
    setAway(true);
    const { told, end } = open('session', 'li');
    await eventually(() => asked.length >= 2, 'asked again');
    expect(told).toEqual([]);
    setAway(false);
    await eventually(() => told.length > 0, 'told');
    expect(told).not.toContain(null);
    end();
  });
});
