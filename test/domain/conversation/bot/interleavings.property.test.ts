/** A bot's turns in every order in which messages, answers, sends and an operator's attend can meet. */
import assert from 'node:assert';
import * as fc from 'fast-check';
import { isOfBot } from '../../../../src/domain/conversation/bot/hand-over';
import type { Conversation } from '../../../../src/domain/conversation/conversation';
import { anna, attend } from '../../builders';
import { RUNS } from '../histories';
import { BotDriver, endingScript, script } from './bot-scripts';

/** At least a thousand scripts; in the first test each is played once for every point at which somebody can attend. */
const SCRIPTS = { ...RUNS, numRuns: Math.max(1_000, RUNS.numRuns) };

const isBots = (conversation: Conversation, messageId: string): boolean =>
  conversation.outbound.some((one) => one.messageId === messageId && isOfBot(one));

it('nothing of the bot leaves after an operator has attended, at whatever point that was', () => {
  let attends = 0;
  fc.assert(
    fc.property(script, (script) => {
      const steps = script.steps.filter(({ type }) => type !== 'handsBack');
      for (let point = 0; point <= steps.length; point += 1) {
        const driver = new BotDriver(script);
        const { host } = driver;
        driver.run({ type: 'writes', hint: undefined });
        for (const step of steps.slice(0, point)) driver.run(step);
        host.take(attend(anna));
        if (host.thread.current?.state !== 'active') continue;
        attends += 1;
        const { id } = host.thread.current;
        const before = host.attempts.length;
        for (const step of steps.slice(point)) driver.run(step);
        driver.drain();
        const later = host.attempts.slice(before).filter(({ conversation }) => conversation.id === id);
        for (const { messageId, conversation } of later) {
          assert(!isBots(conversation, messageId), `${messageId} left after the attend`);
        }
      }
    }),
    SCRIPTS,
  );
  expect(attends).toBeGreaterThan(1_000);
});

it('nothing of the bot leaves after it handed over, but what it said with its own wish to hand over', () => {
  fc.assert(
    fc.property(script, (script) => {
      const driver = new BotDriver(script);
      for (const step of script.steps) driver.run(step);
      driver.drain();
      for (const { messageId, conversation } of driver.host.attempts) {
        if (!isBots(conversation, messageId)) continue;
        const { handover, state } = conversation;
        const isLast = handover?.reason === 'asked_by_bot' && state !== 'active';
        assert(handover === undefined || isLast, `${messageId} left after ${handover?.reason}`);
      }
    }),
    SCRIPTS,
  );
});

it('what the contact writes is asked once and answered once, in the order in which it was written', () => {
  fc.assert(
    fc.property(script, (script) => {
      const driver = new BotDriver(script);
      const { host } = driver;
      for (const step of script.steps) driver.run(step);
      driver.drain();
      const asked = host.turns.flatMap(({ turn }) => turn.messageIds).filter((id) => id.startsWith('in'));
      assert.strictEqual(new Set(asked).size, asked.length, 'a message was asked twice');
      assert.deepStrictEqual(
        asked,
        driver.written.filter((id) => asked.includes(id)),
      );
      const answered = host.answers.filter(({ isApplied }) => isApplied);
      const turns = answered.map(({ turn }) => `${turn.conversationId} ${turn.turn.number}`);
      assert.strictEqual(new Set(turns).size, turns.length, 'a turn was answered twice');
      // Of one conversation the turns are numbered in order; one that is over before it is asked leaves a gap.
      for (const { conversationId } of host.turns) {
        const numbers = host.turns
          .filter((one) => one.conversationId === conversationId)
          .map((one) => one.turn.number);
        assert.deepStrictEqual(
          numbers,
          [...new Set(numbers)].toSorted((a, b) => a - b),
        );
      }
      // While the bot has the conversation, nothing is left unanswered.
      const { current } = host.thread;
      if (current?.state === 'bot') assert(current.bot?.waiting === null && current.bot.asking === null);
    }),
    SCRIPTS,
  );
});

it('a conversation that the bot ended has no message of the contact that it was not asked', () => {
  let ends = 0;
  fc.assert(
    fc.property(endingScript, (script) => {
      const driver = new BotDriver(script);
      const { host } = driver;
      /** What waited for the bot at some time, until people had the conversation. */
      let forBot = new Set<string>();
      const ended: { readonly id: string; readonly forBot: ReadonlySet<string> }[] = [];
      host.afterEvent = (_, before) => {
        const { current } = host.thread;
        if (current === null) return;
        if (current.id !== before.current?.id || current.handover !== undefined) forBot = new Set();
        for (const id of current.bot?.waiting?.messageIds ?? []) forBot.add(id);
        if (current.completedReason === 'bot_ended' && before.current?.state === 'bot')
          ended.push({ id: current.id, forBot });
      };
      for (const step of script.steps) driver.run(step);
      driver.drain();
      for (const { id, forBot } of ended) {
        ends += 1;
        const answered = host.answers.filter(
          ({ turn, isApplied }) => isApplied && turn.conversationId === id,
        );
        const asked = answered.flatMap(({ turn }) => turn.turn.messageIds);
        for (const messageId of forBot) assert(asked.includes(messageId), `${messageId} was never asked`);
      }
    }),
    { ...SCRIPTS, numRuns: 3_000 },
  );
  expect(ends).toBeGreaterThan(50);
});

it('the parts of answers leave in order, each once, and a late answer leaves nothing', () => {
  fc.assert(
    fc.property(script, (script) => {
      const driver = new BotDriver(script);
      const { host } = driver;
      for (const step of script.steps) driver.run(step);
      driver.drain();
      const said = host.answers.filter(({ isApplied }) => isApplied).flatMap(({ answer }) => answer.parts);
      const order = said.map(({ messageId }) => messageId);
      const left = [...new Set(host.attempts.map(({ messageId }) => messageId))].filter((id) =>
        id.startsWith('out'),
      );
      assert.deepStrictEqual(
        left,
        order.filter((id) => left.includes(id)),
      );
      for (const [id, statuses] of host.finals) assert(statuses.length === 1, `${id}: ${statuses.join()}`);
    }),
    SCRIPTS,
  );
});

it('the bot never uses the places that are kept for people', () => {
  let charged = 0;
  /** What the bot said in its turns and by itself, with a place. A greeting takes what the short window has. */
  const placed = ({ outbound }: Conversation): readonly string[] =>
    outbound.filter((one) => (one.botTurn ?? 0) > 0 && one.status !== 'held').map((one) => one.messageId);
  fc.assert(
    fc.property(script, (script) => {
      const driver = new BotDriver(script);
      const { host } = driver;
      const { consecutiveLimit, keepPlaces } = script.channel;
      host.afterEvent = (_, before) => {
        const { current } = host.thread;
        if (current === null || before.current?.id !== current.id) return;
        const had = placed(before.current);
        const isNew = placed(current).filter((id) => !had.includes(id));
        const isInMain = current.outbound.some((one) => isNew.includes(one.messageId) && one.chargedToMain);
        if (!isInMain) return;
        charged += 1;
        const isKept = current.consecutive.sent <= Math.max(0, consecutiveLimit - keepPlaces);
        assert(isKept, `${current.consecutive.sent} of ${consecutiveLimit}, ${keepPlaces} kept`);
      };
      for (const step of script.steps) driver.run(step);
    }),
    { ...SCRIPTS, numRuns: 5 * SCRIPTS.numRuns },
  );
  expect(charged).toBeGreaterThan(200);
});
