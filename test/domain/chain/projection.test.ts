import { toProjection } from '../../../src/domain/chain/projection';
import { emptyThread, type RowChange, type Thread } from '../../../src/domain/chain/thread';

const status = (messageId: string, version: number, to: 'queued' | 'held'): RowChange => ({
  type: 'status',
  conversationId: 'conversation',
  version,
  messageId,
  status: to,
  error: null,
});
const statusesOf = (rows: readonly RowChange[]) => {
  const thread: Thread = {
    ...emptyThread({ contactId: 'contact', channelId: 'channel', brandId: 'brand' }),
    version: 4,
    rows,
  };
  const { statuses } = toProjection(thread, { now: 0, runId: 'run' });
  return statuses.map((one) =>
    [one.messageId, one.status, one.version, ...(one.wasHeld === true ? ['was held'] : [])].join(' '),
  );
};

test('of several statuses of a message the last one is written', () => {
  expect(statusesOf([status('a', 2, 'held'), status('a', 3, 'queued')])).toEqual(['a queued 3 was held']);
});

test('messages that are released together stand in the order in which they leave, whichever was held first', () => {
  // The second was held as it came; the first, which had a place, was held when WeChat said that there was no room.
  const rows = [
    status('second', 2, 'held'),
    status('first', 3, 'held'),
    status('first', 4, 'queued'),
    status('second', 4, 'queued'),
  ];
  expect(statusesOf(rows)).toEqual(['first queued 4 was held', 'second queued 4 was held']);
});

test('what was held before this projection, or is held now, is not marked', () => {
  const rows = [status('a', 2, 'queued'), status('b', 2, 'queued'), status('b', 3, 'held')];
  expect(statusesOf(rows)).toEqual(['a queued 2', 'b held 3']);
});

test('what was released more than once has been held', () => {
  const rows = [status('a', 2, 'held'), status('a', 3, 'queued'), status('a', 4, 'queued')];
  expect(statusesOf(rows)).toEqual(['a queued 4 was held']);
});
