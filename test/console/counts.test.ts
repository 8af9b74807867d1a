/** The counts of the lists follow what the operator does, though the database has it a moment after the answer. */
import { QueryClient } from '@tanstack/react-query';
import { putConversation, putStreamed } from '../../src/console/shared/conversations/feed-cache';
import { keys } from '../../src/console/shared/conversations/keys';
import type { ConversationBody } from '../../src/contracts/conversations/conversation';

const ME = 'me';
const PAUSE_MS = 2_000;
const conversation = (version: number, state: string, id = 'a') =>
  ({
    id,
    version,
    state,
    operator: state === 'active' ? { id: ME } : null,
    contact: { id: `contact of ${id}` },
    factsVersion: 0,
    seenSeq: 0,
    snoozedUntil: null,
    urgency: 0,
    trouble: { failed: 0, unknown: 0, held: 0 },
  }) as unknown as ConversationBody;

describe('the counts', () => {
  let client: QueryClient;
  let loads: number;
  beforeEach(() => {
    jest.useFakeTimers();
    client = new QueryClient();
    loads = 0;
    jest.spyOn(client, 'invalidateQueries').mockImplementation(async (filters) => {
      if (filters?.queryKey === keys.counts) loads += 1;
    });
    client.setQueryData(keys.conversation('a'), conversation(1, 'waiting'));
  });
  afterEach(() => {
    client.clear();
    jest.useRealTimers();
  });

  it('are loaded with an answer that moves a conversation, and once more with its event', () => {
    putConversation(client, conversation(2, 'active'), ME);
    expect(loads).toBe(1);
    putStreamed(client, conversation(2, 'active'), ME);
    jest.advanceTimersByTime(PAUSE_MS);
    expect(loads).toBe(2);
    putStreamed(client, conversation(3, 'active'), ME);
    jest.advanceTimersByTime(PAUSE_MS);
    expect(loads).toBe(2);
  });

  it('are loaded once with an event that moves a conversation', () => {
    putStreamed(client, conversation(2, 'active'), ME);
    jest.advanceTimersByTime(2 * PAUSE_MS);
    expect(loads).toBe(1);
  });
});
