/** Where a transcript begins a new day: by the moment at which a message was sent, not by when it was written. */
import { toRows } from '../../src/console/conversation/transcript/transcript-rows';
import { momentOf } from '../../src/console/shared/conversations/moment-of';
import type { MessageBody } from '../../src/contracts/conversations/message';

const message = (id: string, createdAt: string, sentAt?: string) =>
  ({ id, createdAt, ...(sentAt === undefined ? {} : { sentAt }) }) as MessageBody;
/** Noon, so that it is the same day in every time zone that tests run in. */
const on = (day: number) => `2026-11-${day}T12:00:00.000Z`;

it('a message that was held stands on the day on which it left, and its day begins once', () => {
  const rows = toRows(
    'open',
    [message('question', on(24)), message('again', on(26)), message('held', on(24), on(26))],
    [],
  );
  expect(rows.map((row) => 'isFirstOfDay' in row && row.isFirstOfDay)).toEqual([true, true, false]);
});

it('a message that was not sent yet stands where it was written', () => {
  expect(momentOf(message('held', on(24)))).toBe(on(24));
  expect(momentOf(message('sent', on(24), on(26)))).toBe(on(26));
});
