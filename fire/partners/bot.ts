/** A bot of the kind `webhook` (docs/bots.md), whose every answer has a text of its own, so that a checker can tell it again. */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { z } from 'zod';
import { within } from '../desk/client';
import type { Later, Outcome, Question } from '../history';
import { isSigned } from './is-signed';
import { type Partner, startPartner, type Writable } from './partner';

export type BotPartner = Partner & {
  /** For the desk: `whsec_…`. */
  readonly secret: string;
  readonly questions: readonly Question[];
  /** Waits until what it says later has been said. */
  readonly settle: () => Promise<void>;
};

const askedSchema = z.object({
  type: z.enum(['bot.started', 'bot.message']),
  data: z.object({
    conversation: z.object({ id: z.string(), turn: z.int() }),
    messages: z.array(z.object({ id: z.string(), text: z.string() })),
    replyUrl: z.url(),
  }),
});
type Asked = z.infer<typeof askedSchema>;

const NOTHING = { body: '{}', ended: () => undefined };
/** A caller waits so long for the answer to what is said later, and repeats it so often. */
const ANSWERED_WITHIN_MS = 15_000;
const TRIES = 5;
const PAUSE_MS = 1_000;

/** Starts it. Close it after use. */
export async function startBot(): Promise<BotPartner> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const signing = new StandardWebhook(secret);
  const questions: Writable<Question>[] = [];
  const underWay = new Set<Promise<void>>();

  const sayLater = async (question: Writable<Question>, replyUrl: string, text: string): Promise<void> => {
    await sleep(500 + (question.turn % 4) * 1_000);
    question.later = { text, outcome: 'unknown' };
    const outcome = await postLater(replyUrl, text);
    question.later = { text, outcome };
  };

  const partner = await startPartner(({ headers, body }) => {
    const asked = askedSchema.parse(JSON.parse(body));
    if (asked.type === 'bot.started') return NOTHING;
    const { question, answer, later } = answerTo(
      asked,
      questions.length + 1,
      isSigned(signing, headers, body),
    );
    const kept: Writable<Question> = question;
    questions.push(kept);
    return {
      body: JSON.stringify(answer),
      ended(isGiven) {
        kept.isGiven = isGiven;
        if (!isGiven || later === null) return;
        const work: Promise<void> = sayLater(kept, asked.data.replyUrl, later).finally(() =>
          underWay.delete(work),
        );
        underWay.add(work);
      },
    };
  });
  return {
    ...partner,
    secret,
    questions,
    async settle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** What it says depends on the number in the contact's last message: the same question has the same kind of answer. */
function answerTo({ data }: Asked, number: number, isSignedWell: boolean) {
  const { conversation, messages } = data;
  const last = messages.at(-1)?.text ?? '';
  const drawn = Number(/\d+$/.exec(last)?.[0] ?? 0);
  const isLater = drawn % 5 === 2;
  const text = (part: string): string => `bot ${number}${part}, turn ${conversation.turn}: ${last}`;
  const says = isLater ? [] : drawn % 7 === 3 ? [text(' a'), text(' b')] : [text('')];
  const then = isLater ? 'stay' : drawn % 9 === 4 ? 'handover' : drawn % 13 === 6 ? 'end' : 'stay';
  const question: Question = {
    at: Date.now(),
    conversationId: conversation.id,
    turn: conversation.turn,
    isSigned: isSignedWell,
    messageIds: messages.map(({ id }) => id),
    texts: messages.map((one) => one.text),
    says,
    then,
    isGiven: false,
    later: null,
  };
  const answer = isLater
    ? { pending: true }
    : {
        messages: says.map((one) => ({ type: 'text', text: one })),
        ...(then === 'handover' ? { handover: { note: `note ${number}` } } : {}),
        ...(then === 'end' ? { end: true } : {}),
      };
  return { question, answer, later: isLater ? text(' later') : null };
}

/** Says it, again if nobody knows what became of it. A refusal of a repeat says nothing about the first. */
async function postLater(replyUrl: string, text: string): Promise<Later['outcome']> {
  let outcome: Outcome = 'failed';
  for (let left = TRIES; left > 0; left -= 1) {
    const status = await within(ANSWERED_WITHIN_MS, async (signal) => {
      const response = await fetch(replyUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json', connection: 'close' },
        body: JSON.stringify({ messages: [{ type: 'text', text }] }),
        signal,
      });
      await response.text();
      return response.status;
    }).catch(() => null);
    if (status !== null && status < 300) return 'ok';
    if (status !== null && status < 500) return outcome;
    outcome = 'unknown';
    await sleep(PAUSE_MS);
  }
  return outcome;
}
