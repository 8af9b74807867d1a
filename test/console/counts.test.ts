/** The counts of the lists are loaded again when a conversation moves, and not for each message. */
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { putConversation, putStreamed } from '../../src/console/shared/conversations/feed-cache';
import { keys } from '../../src/console/shared/conversations/keys';
import { receive } from '../../src/console/shared/conversations/received';
import type { ConversationBody } from '../../src/contracts/conversations/conversation';

const conversation = (version: number, state: string, facts: object = {}) =>
  ({
    id: 'a',
    version,
    state,
    operator: null,
    contact: { id: 'contact' },
    factsVersion: 0,
    seenSeq: 0,
    snoozedUntil: null,
    urgency: 0,
    trouble: { failed: 0, unknown: 0, held: 0 },
    ...facts,
  }) as unknown as ConversationBody;

describe('the counts', () => {
  let client: QueryClient;
  let loads = 0;
  let stop = (): void => {};
  beforeEach(async () => {
    jest.useFakeTimers();
    loads = 0;
    client = new QueryClient({
      defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } },
    });
    const queryKey = keys.countsOf({});
    stop = new QueryObserver(client, { queryKey, queryFn: () => ++loads }).subscribe(() => {});
    await jest.advanceTimersByTimeAsync(10);
    expect(loads).toBe(1);
  });
  afterEach(() => {
    stop();
    client.clear();
    jest.useRealTimers();
  });
  /** How often they were loaded for a change, some seconds after it. */
  const loadsFor = async (changed: ConversationBody): Promise<number> => {
    const before = loads;
    putStreamed(client, changed, 'me');
    await jest.advanceTimersByTimeAsync(5_000);
    return loads - before;
  };

  it('are loaded again when it moves to another list', async () => {
    expect(await loadsFor(conversation(1, 'waiting'))).toBe(1);
    expect(await loadsFor(conversation(2, 'active', { operator: { id: 'me' } }))).toBe(1);
    expect(await loadsFor(conversation(3, 'active', { operator: { id: 'li' } }))).toBe(1);
    const trouble = { failed: 1, unknown: 0, held: 0 };
    expect(await loadsFor(conversation(4, 'active', { operator: { id: 'li' }, trouble }))).toBe(1);
  });

  it('are not loaded for a new message', async () => {
    await loadsFor(conversation(1, 'waiting'));
    expect(await loadsFor(conversation(2, 'waiting', { lastMessage: { id: 'm' } }))).toBe(0);
  });

  it('are loaded again for a change that a load of the conversation has brought before', async () => {
    await loadsFor(conversation(1, 'waiting'));
    client.setQueryData(keys.conversation('a'), receive(conversation(2, 'active')));
    expect(await loadsFor(conversation(2, 'active'))).toBe(1);
  });

  it('are loaded with an answer, and again with its event: the database has it a moment after the answer', async () => {
    await loadsFor(conversation(1, 'waiting'));
    const before = loads;
    putConversation(client, conversation(2, 'active'), 'me');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(loads - before).toBe(1);
    expect(await loadsFor(conversation(2, 'active'))).toBe(1);
    expect(await loadsFor(conversation(3, 'active'))).toBe(0);
  });

  it('are loaded twice for many changes at once: for the first, and after all', async () => {
    for (let version = 1; version <= 50; version += 1)
      putStreamed(client, conversation(version, version % 2 === 0 ? 'waiting' : 'active'), 'me');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(loads).toBe(3);
  });
});
