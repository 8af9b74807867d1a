/** Where a transcript begins a new day: by the moment at which a message was sent, not by when it was written. */
import { beginsDay } from '../../src/console/shared/conversations/begins-day';
import { momentOf } from '../../src/words/message-times';

/** Noon, so that it is the same day in every time zone that tests run in. */
const on = (day: number) => `2026-11-${day}T12:00:00.000Z`;

it('a message that was held stands on the day on which it left, and its day begins once', () => {
  const question = { createdAt: on(24) };
  const again = { createdAt: on(26) };
  const held = { createdAt: on(24), sentAt: on(26) };
  expect([beginsDay(undefined, question), beginsDay(question, again), beginsDay(again, held)]).toEqual([
    true,
    true,
    false,
  ]);
});

it('a message that was not sent yet stands where it was written', () => {
  expect(momentOf({ createdAt: on(24) })).toBe(on(24));
  expect(momentOf({ createdAt: on(24), sentAt: on(26) })).toBe(on(26));
});
