/** Operators see each other in a conversation: sent by the event stream, stored nowhere. */
import { createPresenceHub, type PresenceHub } from '../../src/api/live/presence-hub';
import { PRESENCE_LASTS_MS } from '../../src/domain/presence';
import { createPresenceNotices, type PresenceNotice } from '../../src/store/presence/presence-notices';
import type { TestOperator } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { describeWithDatabase } from '../support/database';
import { eventually } from '../support/eventually';

describe('presence over HTTP', () => {
  let app: ConversationApp;
  let conversationId: string;
  let anna: TestOperator;
  let ben: TestOperator;
  let outsider: TestOperator;
  const cut = new AbortController();

  beforeAll(async () => {
    app = await startConversationApp();
  }, 60_000);
  beforeEach(async () => {
    await app.reset();
    const { brandId, channelId } = await app.channel();
    const other = await app.channel();
    ({ conversationId } = await app.receive(channelId));
    anna = await app.operator([brandId]);
    ben = await app.operator([brandId]);
    outsider = await app.operator([other.brandId]);
  });
  afterAll(async () => {
    cut.abort();
    await app.close();
  });

  const show = (as: TestOperator, state: string) =>
    app.call('POST', `/api/v1/conversations/${conversationId}/presence`, { state }, as);

  /** The `data` of the presence events that someone gets from now on. */
  async function listen(as: TestOperator): Promise<object[]> {
    const answer = await fetch(`${app.url}/api/v1/events`, {
      headers: { authorization: `Bearer ${as.token}` },
      signal: cut.signal,
    });
    const heard: object[] = [];
    let text = '';
    const ready = new Promise<void>((resolve) => {
      const read = async (): Promise<void> => {
        for await (const chunk of answer.body ?? []) {
          text += Buffer.from(chunk as Uint8Array).toString();
          if (text.includes('event: ready')) resolve();
          const blocks = text.split('\n\n');
          text = blocks.pop() ?? '';
          for (const block of blocks) {
            const [, data] = /^event: presence\ndata: (.*)$/.exec(block) ?? [];
            if (data !== undefined) heard.push(JSON.parse(data) as object);
          }
        }
      };
      read().catch(() => undefined);
    });
    await ready;
    return heard;
  }

  it('is sent to the others of the brand, and the answer says who else is there', async () => {
    const [annas, bens, outsiders] = [await listen(anna), await listen(ben), await listen(outsider)];
    expect((await show(anna, 'viewing')).body).toEqual({ others: [] });
    await show(anna, 'typing');
    await eventually(async () => bens.length === 2, 'both notices');
    const operator = { id: anna.id, name: 'Operator 1' };
    expect(bens).toEqual([
      { conversationId, operator, state: 'viewing' },
      { conversationId, operator, state: 'typing' },
    ]);
    expect((await show(ben, 'viewing')).body).toEqual({ others: [{ operator, state: 'typing' }] });
    await eventually(async () => annas.length === 1, 'the notice of Ben');
    expect(outsiders).toEqual([]);
    await show(anna, 'gone');
    await eventually(async () => bens.length === 3, 'the notice that Anna left');
    expect((await show(ben, 'viewing')).body).toEqual({ others: [] });
  });

  it('is limited to those who may see the conversation', async () => {
    expect((await show(outsider, 'viewing')).status).toBe(404);
    expect((await show(anna, 'asleep')).status).toBe(400);
  });
});

describeWithDatabase('presence between processes', (database) => {
  const hubs: PresenceHub[] = [];
  let now = 0;
  const startHub = async (): Promise<PresenceHub> => {
    const hub = createPresenceHub(createPresenceNotices(database()), () => now);
    await hub.start();
    hubs.push(hub);
    return hub;
  };
  afterEach(async () => {
    await Promise.all(hubs.splice(0).map((hub) => hub.stop()));
  });

  const mei: PresenceNotice = {
    conversationId: 'c-1',
    brandId: 'b-1',
    operator: { id: 'o-1', name: '美'.repeat(100) },
    state: 'viewing',
  };

  it('reaches all, and expires unless it is repeated', async () => {
    const [one, other] = [await startHub(), await startHub()];
    const heard: PresenceNotice[] = [];
    other.subscribe((notice) => heard.push(notice));
    await one.announce(mei);
    await eventually(async () => heard.length === 1, 'the notice');
    expect(heard).toEqual([mei]);
    const others = () => other.others('c-1', 'o-2').map(({ state }) => state);
    expect(others()).toEqual(['viewing']);
    expect(other.others('c-1', 'o-1')).toEqual([]);
    now += PRESENCE_LASTS_MS - 1;
    expect(others()).toEqual(['viewing']);
    now += 1;
    expect(others()).toEqual([]);
  });
});
