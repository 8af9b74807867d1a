/**
 * A contact's message at the very instant of a deadline: the ring time, the close-missed and the close-idle limit, and the
 * end of the window (docs/rules.md#7, docs/rules.md#12). Virtual time brings each conversation close to its deadline; the
 * message is aimed at it, 1 ms earlier, or 1 ms later, and some rounds miss on purpose by much more. The history says when the message
 * was handled and whether the deadline had been by then; from that follows the only outcome that is allowed. The stored
 * state has to be the workflow's own, and every history has to replay. The run prints its seed and how well it has aimed;
 * `DUIHUA_TEST_SEED` repeats it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { tsToMs } from '@temporalio/common/lib/time';
import { sql } from 'drizzle-orm';
import type { Conversation } from '../../src/domain/conversation/conversation';
import { newId } from '../../src/platform/ids';
import { rowsOf } from '../../src/store/engine/rows';
import { createInbox, type Inbox } from '../../src/store/transcript/inbox';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { type Desk, type DeskChannel, startDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { type Customer, createScenario, HOUR, LI, MINUTE, type Scenario, SECOND } from '../support/scenario';
import { historyAtRest, replayHistories } from '../support/scenario-replay';
import { randomFrom } from '../support/seeded-random';
import { fastForward } from '../support/virtual-time';

jest.setTimeout(1_800_000);

const KINDS = ['ring time', 'close-missed', 'close-idle', 'window'] as const;
type Kind = (typeof KINDS)[number];
const AIMED_ROUNDS = 50;
/** One each as far before and after the deadline: what happens then is certain, whatever the machine does. */
const FAR_MS = 400;
/** The message is also sent through the webhook, which takes longer and is less exact, in one round of so many. */
const ONE_BY_WEBHOOK_OF = 5;
/** Virtual time stops so long before the deadline; the rest passes as it is. */
const APPROACH_MS = 800;
/** How much of the last miss the next aim takes into account, and which misses say nothing about the next. */
const CORRECTION = 0.4;
const OUTLIER_MS = 40;
const SETTINGS = { closeIdleAfterSeconds: 10 * 60, closeMissedAfterSeconds: 30 * 60 };

const SEED = Number(process.env['DUIHUA_TEST_SEED'] ?? Date.now() % 1_000_000);
const random = randomFrom(SEED);

let desk: Desk;
let scenario: Scenario;
let inbox: Inbox;
let closing: DeskChannel;
let staying: DeskChannel;
beforeAll(async () => {
  process.stdout.write(`Messages at deadlines: seed ${SEED}\n`);
  desk = await startDesk();
  scenario = createScenario(desk);
  inbox = createInbox(desk.database, { leaseMs: 1_000 });
  closing = await scenario.channel(SETTINGS);
  staying = await scenario.channel({ closeMissedAfterSeconds: null });
}, 60_000);
afterAll(() => desk?.close());

/** How long before its instant the message has to leave to be recorded by Temporal at it, by its way; learnt from round to round. */
const lead = { direct: 4, webhook: 25 };
type Way = keyof typeof lead;

/** How it may have come out: the message was handled before the deadline; after it, but first; or after it had been applied. */
type Outcome = 'before' | 'contact wins' | 'deadline first';
/** What a history says of the message, by the conversation's clock: when it was recorded, and how it may have come out. */
type Handled = {
  readonly recordedAt: number;
  /** `at`: when it was handled. More than one if a workflow task ended in vain: it may have stored what it did. */
  readonly ways: readonly { readonly outcome: Outcome; readonly at: number }[];
};
type Seen = {
  readonly kind: Kind;
  readonly aimMs: number;
  readonly missMs: number;
  readonly outcome: Outcome;
  readonly isCertain: boolean;
};

const seen: Seen[] = [];

describe.each(KINDS)('%s', (kind) => {
  test(`${AIMED_ROUNDS} messages at its instant, 1 ms before or 1 ms after it: one outcome, the right one`, async () => {
    for (let round = 0; round < AIMED_ROUNDS; round += 1) {
      const aimMs = Math.floor(random() * 3) - 1;
      await play(kind, aimMs, random() * ONE_BY_WEBHOOK_OF < 1 ? 'webhook' : 'direct');
    }
  });

  test('far before and far after its instant the outcome is certain', async () => {
    expect(await play(kind, -FAR_MS, 'direct')).toBe('before');
    expect(await play(kind, FAR_MS, 'webhook')).toBe('deadline first');
  });
});

test('most messages were recorded within a few milliseconds of the instant, on both sides of it', () => {
  const aimed = seen.filter(({ aimMs }) => Math.abs(aimMs) <= 1);
  const uncertain = aimed.filter(({ isCertain }) => !isCertain).length;
  const within = (ms: number): number => aimed.filter(({ missMs }) => Math.abs(missMs) <= ms).length;
  for (const kind of KINDS) {
    const of = (outcome: Outcome): number =>
      aimed.filter((one) => one.kind === kind && one.outcome === outcome).length;
    const counts = (['before', 'contact wins', 'deadline first'] as const).map((one) => `${one} ${of(one)}`);
    process.stdout.write(`${kind}: ${counts.join(', ')}\n`);
  }
  process.stdout.write(
    `${aimed.length} aimed: ${within(1)} within 1 ms of the deadline, ${within(5)} within 5 ms, ${within(20)} within 20 ms; ` +
      `${uncertain} could have come out in more than one way\n`,
  );
  expect(aimed).toHaveLength(KINDS.length * AIMED_ROUNDS);
  expect(within(20)).toBeGreaterThan(aimed.length / 2);
  expect(aimed.filter(({ missMs }) => missMs < 0).length).toBeGreaterThan(10);
  expect(aimed.filter(({ missMs }) => missMs >= 0).length).toBeGreaterThan(10);
});

test('every history replays', () => replayHistories(desk), 600_000);

/** One contact, from the first message to the judgement. */
async function play(kind: Kind, aimMs: number, way: Way): Promise<Outcome> {
  const customer = scenario.customer({
    channel: kind === 'close-missed' || kind === 'close-idle' ? closing : staying,
  });
  await customer.writes('first');
  if (kind === 'close-idle') await customer.attend(LI);
  await customer.rests();
  if (kind === 'close-missed' || kind === 'window') {
    await fastForward(desk.client, await customer.contactId(), 2 * MINUTE);
    await customer.becomes('missed');
  }
  const { conversation: before } = await customer.conversation();
  const deadline = deadlineOf(kind, before);
  const contactId = await customer.contactId();
  await fastForward(desk.client, contactId, deadline - (await virtualNow(contactId)) - APPROACH_MS);
  await customer.rests();
  const offset = await deliverAt(customer, deadline + aimMs, way);
  await eventually(async () => (await fileOf(contactId)).length === 2, 'the message is filed', 30_000);
  // The deadline comes in any case.
  await sleep(Math.max(0, deadline + FAR_MS / 2 - offset - Date.now()));
  await customer.rests();

  const handled = await eventually(
    () => handling(contactId, deadline, offset),
    'the message is in a history',
  );
  const outcome = await judge(customer, { kind, before, deadline, handled });
  const missMs = handled.recordedAt - deadline;
  seen.push({ kind, aimMs, missMs, outcome, isCertain: handled.ways.length === 1 });
  if (Math.abs(aimMs) <= 1 && Math.abs(missMs) < OUTLIER_MS) lead[way] += (missMs - aimMs) * CORRECTION;
  return outcome;
}

/** When the deadline is, worked out anew from what the rules say (docs/rules.md). */
function deadlineOf(kind: Kind, { ringingSince, missedAt, lastActivityAt, startedAt }: Conversation): number {
  switch (kind) {
    case 'ring time':
      return ringingSince + MINUTE;
    case 'close-missed':
      return (missedAt ?? 0) + SETTINGS.closeMissedAfterSeconds * SECOND;
    case 'close-idle':
      return lastActivityAt + SETTINGS.closeIdleAfterSeconds * SECOND;
    case 'window':
      return startedAt + 48 * HOUR;
    default:
      return kind satisfies never;
  }
}

/** Finds out how it came out: in a way that is allowed, and the same in the store and in the workflow. */
async function judge(
  customer: Customer,
  round: {
    readonly kind: Kind;
    readonly before: Conversation;
    readonly deadline: number;
    readonly handled: Handled;
  },
): Promise<Outcome> {
  const { before } = round;
  const allowed = round.handled.ways.map((one) => ({ ...one, states: expectedOf(round, one) }));
  let states: readonly object[] = [];
  const findWay = async () => {
    states = (await customer.conversations()).map(({ conversation }) => stateOf(conversation));
    return allowed.find((one) => JSON.stringify(one.states) === JSON.stringify(states));
  };
  const way = await eventually(findWay, 'an outcome that is allowed').catch(() => undefined);
  if (way === undefined) expect({ ...round, states }).toEqual({ ...round, states: allowed });
  await customer.rests();
  const all = await customer.conversations();
  expect(all.map(({ conversation }) => stateOf(conversation))).toEqual(way?.states);
  expect(await fileOf(await customer.contactId())).toEqual([before.id, all.at(-1)?.conversation.id]);
  const view = await customer.view();
  expect(all.at(-1)?.conversation).toEqual(view?.conversation);
  expect(all.at(-1)?.version).toBe(view?.version);
  return way?.outcome ?? 'before';
}

const stateOf = ({ state, completedReason, completedAt, missedAt }: Conversation) => ({
  state,
  completedReason,
  completedAt,
  missedAt,
});

/** The conversations that there must be, oldest first. */
function expectedOf(
  {
    kind,
    before,
    deadline,
  }: { readonly kind: Kind; readonly before: Conversation; readonly deadline: number },
  { outcome, at }: Handled['ways'][number],
): readonly object[] {
  const open = { completedReason: null, completedAt: null };
  const next = { state: 'waiting', ...open, missedAt: null };
  const { missedAt } = before;
  switch (kind) {
    case 'ring time':
      // A message does not end the ringing; applied before an overdue deadline, it takes that along.
      return [{ state: 'missed', ...open, missedAt: outcome === 'contact wins' ? at : deadline }];
    case 'close-missed': {
      const ended = {
        state: 'completed',
        completedReason: 'missed_timeout',
        completedAt: deadline,
        missedAt,
      };
      // Only a limit that is overdue starts again: before that, the message does not move it.
      if (outcome === 'before') return [ended];
      return outcome === 'contact wins' ? [{ state: 'missed', ...open, missedAt }] : [ended, next];
    }
    case 'close-idle': {
      const ended = { state: 'completed', completedReason: 'idle_timeout', completedAt: deadline, missedAt };
      return outcome === 'deadline first' ? [ended, next] : [{ state: 'active', ...open, missedAt }];
    }
    case 'window': {
      const ended = { state: 'completed', completedReason: 'window_renewed', completedAt: at, missedAt };
      // At that very instant the window is closed.
      return at >= deadline ? [ended, next] : [{ state: 'missed', ...open, missedAt }];
    }
    default:
      return kind satisfies never;
  }
}

/**
 * Delivers the second message so that Temporal records it at this instant of the contact's time. Returns how far that is
 * ahead of ours, ms.
 */
async function deliverAt(customer: Customer, at: number, way: Way): Promise<number> {
  const contactId = await customer.contactId();
  const { conversation } = await customer.conversation();
  const { channelId, settings } = conversation;
  const messageId =
    way === 'webhook'
      ? null
      : (
          await inbox.receive({
            channelId,
            receivedAt: Date.now(),
            item: {
              direction: 'inbound',
              openId: customer.openId,
              action: 'message',
              content: { type: 'text', text: 'second' },
              wechatMessageId: null,
              wechatCreatedAt: null,
              dedupKey: newId(),
            },
          })
        ).messageId;
  const offset = await offsetOf(contactId);
  const leavesAt = at - offset - lead[way];
  await sleep(Math.max(0, leavesAt - Date.now() - 3));
  // The last milliseconds without a timer, which is late by one or two.
  while (Date.now() < leavesAt) await new Promise((resolve) => setImmediate(resolve));
  if (messageId === null) await customer.sends({ type: 'text', text: 'second' });
  else {
    const facts = [{ type: 'contactWrote', messageId, ageMs: 0 }] as const;
    // If the conversation has just ended, the dispatcher finds the row and begins the next one.
    await desk.conversationClient.signal(contactId, { facts, settings });
  }
  return offset;
}

/** How far a contact's time is ahead of ours, ms; of several answers of the server the quickest. */
async function offsetOf(contactId: string): Promise<number> {
  const samples: { readonly tookMs: number; readonly offset: number }[] = [];
  for (let sample = 0; sample < 3; sample += 1) {
    const startedAt = performance.now();
    const now = await virtualNow(contactId);
    const tookMs = performance.now() - startedAt;
    samples.push({ tookMs, offset: now - (Date.now() - tookMs / 2) });
  }
  samples.sort((one, other) => one.tookMs - other.tookMs);
  return samples[0]?.offset ?? 0;
}

/** The time of a contact's workflow, as the server has it; epoch ms. */
async function virtualNow(contactId: string): Promise<number> {
  const { workflowExtendedInfo } = await desk.client.workflowService.describeWorkflowExecution({
    namespace: 'default',
    execution: { workflowId: conversationWorkflowId(contactId) },
  });
  const currentTime = workflowExtendedInfo?.timeSkippingInfo?.currentTime;
  // Before the first skip there is none.
  return currentTime ? tsToMs(currentTime) : Date.now();
}

/** The conversations under which a contact's messages are filed, in the order in which they came. */
async function fileOf(contactId: string): Promise<readonly (string | null)[]> {
  const rows = await rowsOf<{ conversation_id: string | null }>(
    desk.database.db,
    sql`select conversation_id from messages
        where contact_id = ${contactId} and direction = 'inbound' and seq is not null order by inbox_number`,
  );
  return rows.map((row) => row.conversation_id);
}

/**
 * What the histories of a contact say about the second message and a deadline; null: they do not have it yet. A chain that
 * begins anew begins at our time, to which `offset` is added.
 */
async function handling(contactId: string, deadline: number, offset: number): Promise<Handled | null> {
  const workflowId = conversationWorkflowId(contactId);
  const [row] = await rowsOf<{ id: string }>(
    desk.database.db,
    sql`select id from messages where contact_id = ${contactId} and direction = 'inbound' order by inbox_number desc limit 1`,
  );
  const runs: { readonly runId: string; readonly startTime: Date }[] = [];
  for await (const run of desk.client.workflow.list({ query: `WorkflowId = "${workflowId}"` }))
    runs.push(run);
  runs.sort((one, other) => one.startTime.getTime() - other.startTime.getTime());
  let recordedAt: number | null = null;
  let isPast = false;
  let mayBePast = false;
  const ways: Handled['ways'][number][] = [];
  for (const [run, { runId }] of runs.entries()) {
    const { events } = await historyAtRest(desk, workflowId, runId);
    const started = events?.[0]?.workflowExecutionStartedEventAttributes;
    const ahead = run > 0 && !started?.continuedExecutionRunId ? offset : 0;
    let beganAt = 0;
    for (const event of events ?? []) {
      const at = tsToMs(event.eventTime) + ahead;
      const payload = event.workflowExecutionSignaledEventAttributes?.input?.payloads?.[0]?.data;
      if (
        payload &&
        Buffer.from(payload)
          .toString('utf8')
          .includes(row?.id ?? ' ')
      )
        recordedAt ??= at;
      if (event.workflowTaskStartedEventAttributes) beganAt = at;
      const isDone = Boolean(event.workflowTaskCompletedEventAttributes);
      const isVain = Boolean(
        event.workflowTaskFailedEventAttributes ?? event.workflowTaskTimedOutEventAttributes,
      );
      if (!isDone && !isVain) continue;
      if (recordedAt !== null) {
        const outcome = isPast ? 'deadline first' : beganAt < deadline ? 'before' : 'contact wins';
        ways.push({ outcome, at: beganAt });
        if (mayBePast && !isPast) ways.push({ outcome: 'deadline first', at: beganAt });
        if (isDone) return { recordedAt, ways };
      }
      isPast ||= isDone && beganAt >= deadline;
      mayBePast ||= at >= deadline;
    }
  }
  return null;
}
