/** A change that arrives while data is loading is not lost to an answer that was read before it. */
import { type InfiniteData, QueryClient, QueryObserver } from '@tanstack/react-query';
import { loadAgain } from '../../src/console/shared/api/after-loading';
import { putConversation, putMessage } from '../../src/console/shared/conversations/feed-cache';
import { keys } from '../../src/console/shared/conversations/keys';
import { itemsOf, type ListData, NEWEST } from '../../src/console/shared/conversations/list-cache';
import type { Transcript } from '../../src/console/shared/conversations/transcript-cache';
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import type { MessageBody } from '../../src/contracts/conversations/message';
import { eventually } from '../support/eventually';

const MISSED = keys.list({ list: 'missed' });
const conversation = (id: string, version: number, state = 'missed') =>
  ({
    id,
    version,
    state,
    operator: null,
    contact: { id: `contact of ${id}` },
    factsVersion: 0,
    seenSeq: 0,
    snoozedUntil: null,
    urgency: 0,
    trouble: { failed: 0, unknown: 0, held: 0 },
  }) as unknown as ConversationBody;
const message = (id: string, seq: number, changedAt: string) =>
  ({ id, seq, changedAt, conversationId: 'a' }) as unknown as MessageBody;
const listOf = (...items: readonly ConversationBody[]): ListData =>
  ({ pages: [{ items, nextCursor: null }], pageParams: [NEWEST] }) as unknown as ListData;

describe('data that is loading', () => {
  let client: QueryClient;
  const stops: (() => void)[] = [];
  beforeEach(() => {
    client = new QueryClient({
      defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
    });
  });
  afterEach(() => {
    for (const stop of stops.splice(0)) stop();
    client.clear();
  });

  /** A query whose loads end when the test says so. */
  const show = <Data>(queryKey: readonly unknown[]) => {
    const loads: ((data: Data | Error) => void)[] = [];
    const observer = new QueryObserver<Data>(client, {
      queryKey,
      queryFn: () =>
        new Promise<Data>((resolve, reject) => {
          loads.push((data) => (data instanceof Error ? reject(data) : resolve(data)));
        }),
      structuralSharing: false,
    });
    stops.push(observer.subscribe(() => {}));
    return {
      loads: () => loads.length,
      answer: (data: Data | Error) => loads.at(-1)?.(data),
      data: () => client.getQueryData<Data>(queryKey),
    };
  };
  const versions = (data: InfiniteData<unknown> | undefined) =>
    data === undefined ? [] : itemsOf(data as ListData).map(({ id, version }) => `${id}${version}`);

  it('gets what came during the first load', async () => {
    const list = show<ListData>(MISSED);
    putConversation(client, conversation('b', 1), 'me');
    list.answer(listOf(conversation('a', 1)));
    await eventually(() => versions(list.data()).join() === 'b1,a1', 'both are listed');
  });

  it('keeps what came while it is loaded again, and drops nothing that the answer has', async () => {
    const list = show<ListData>(MISSED);
    list.answer(listOf(conversation('a', 1)));
    await eventually(() => versions(list.data()).join() === 'a1', 'it is loaded');
    loadAgain(client, keys.lists);
    putConversation(client, conversation('a', 2, 'active'), 'me');
    putConversation(client, conversation('c', 1), 'me');
    list.answer(listOf(conversation('a', 1), conversation('b', 1)));
    await eventually(() => versions(list.data()).join() === 'c1,b1', 'what came later counts');
  });

  it('keeps a newer copy of the open conversation', async () => {
    const open = show<ConversationBody>(keys.conversation('a'));
    putConversation(client, conversation('a', 3), 'me');
    open.answer(conversation('a', 2));
    await eventually(() => client.isFetching() === 0, 'the load has ended');
    await eventually(() => open.data()?.version === 3, 'the newer copy stays');
  });

  it('keeps the messages of an open transcript', async () => {
    const transcript = show<Transcript>(keys.transcript('a'));
    putMessage(client, message('m2', 2, '2026-01-01T00:00:02Z'));
    transcript.answer({ items: [message('m1', 1, '2026-01-01T00:00:01Z')], hasOlder: false });
    await eventually(() => transcript.data()?.items.length === 2, 'both are there');
  });

  it('is loaded once more if a first load that is under way may have missed something', async () => {
    const list = show<ListData>(MISSED);
    loadAgain(client, keys.lists);
    loadAgain(client, keys.lists);
    expect(list.loads()).toBe(1);
    list.answer(listOf());
    await eventually(() => list.loads() === 2, 'it is loaded again');
    list.answer(listOf(conversation('a', 1)));
    await eventually(() => versions(list.data()).join() === 'a1', 'the second answer is shown');
    expect(list.loads()).toBe(2);
  });

  it('does not come back by a change when its load fails', async () => {
    const list = show<ListData>(MISSED);
    putConversation(client, conversation('b', 1), 'me');
    list.answer(new Error('no answer'));
    await eventually(() => client.isFetching() === 0, 'the load has ended');
    expect(list.data()).toBeUndefined();
  });
});
