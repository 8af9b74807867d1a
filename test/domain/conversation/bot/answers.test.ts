/** A bot's answer is an answer: the contact does not wait any more (docs/rules.md#76). */
import { deadlines } from '../../../../src/domain/conversation/deadlines';
import {
  anna,
  answered,
  asked,
  attend,
  begun,
  botSettings,
  MINUTE,
  offers,
  play,
  SECOND,
  sent,
  T0,
  wrote,
} from '../../builders';

const settings = { ...botSettings(), ...offers({ mode: 'ring_all', returnAfterSeconds: 300 }) };
const asking = asked(begun(settings));
const says = (id: string, more: object = {}) => wrote(id, { settings, ...more });
const kinds = (conversation: typeof asking) => deadlines(conversation).map(({ kind }) => kind);

describe('after a bot’s answer', () => {
  const answer = play(asking, [2 * SECOND, answered(1, ['said']), ...sent('said')]).conversation;

  it('the contact waits for nobody: an operator who attends is not taken for silent', () => {
    expect(asking.unansweredSince).toBe(T0);
    expect(answer.unansweredSince).toBeUndefined();
    const active = play(answer, [MINUTE, attend(anna)]).conversation;
    expect([active.state, kinds(active).includes('return')]).toEqual(['active', false]);
    const wroteMore = play(active, [2 * MINUTE, says('more')]).conversation;
    expect([wroteMore.unansweredSince, kinds(wroteMore).includes('return')]).toEqual([T0 + 2 * MINUTE, true]);
  });

  it('that says nothing, or that hands over, the contact waits', () => {
    expect(play(asking, [2 * SECOND, answered(1, [])]).conversation.unansweredSince).toBe(T0);
    const handed = play(asking, [
      2 * SECOND,
      answered(1, ['said'], { type: 'handOver', reason: 'asked_by_bot' }),
    ]).conversation;
    expect(handed.unansweredSince).toBe(T0 + 2 * SECOND);
  });

  it('they wait for what they wrote meanwhile', () => {
    const more = play(asking, [3 * SECOND, says('more')], [4 * SECOND, answered(1, ['said'])]).conversation;
    expect(more.unansweredSince).toBe(T0 + 3 * SECOND);
    const spoke = {
      type: 'botSpoke',
      parts: [{ messageId: 'late', kind: 'text' }],
      leaving: 1,
    } as const;
    expect(play(asking, [2 * SECOND, spoke]).conversation.unansweredSince).toBe(T0 + SECOND);
  });

  it('they wait for the operator whose attend keeps it from leaving', () => {
    const cut = play(asking, [2 * SECOND, answered(1, ['said'])], [3 * SECOND, attend(anna)]).conversation;
    expect([cut.outbound, cut.unansweredSince]).toEqual([[], T0 + 3 * SECOND]);
  });

  it('the rest of it that they asked for is an answer, too', () => {
    const parts = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const first = play(
      asking,
      [2 * SECOND, answered(1, parts)],
      [2 * SECOND, ...parts.flatMap((id) => sent(id))],
    );
    const rest = play(first.conversation, [MINUTE, says('more', { botHint: 'more' })]).conversation;
    expect([rest.state, rest.unansweredSince]).toEqual(['bot', undefined]);
  });
});
