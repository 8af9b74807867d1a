/**
 * Judges a run: compares the recorded history of all clients with what is promised (docs/reliability.md). Pure, so that
 * its own tests can show that it finds each kind of violation.
 */
import { quantile, sum } from '../../bench/statistics';
import { type Evidence, findBroken, sentText } from '../../test/support/checker';
import type { Injected, Operation, RunHistory } from '../history';
import { calmShare, mayBeLate, mayBeRefused } from './causes';
import { checkContact, withoutReplaced } from './contact';
import { checkEvents } from './events';
import { checkStreams } from './streams';
import type { Violation } from './violation';

/** WeChat waits this long for an answer. */
const ANSWERED_WITHIN_MS = 5_000;
/** If other programs want the cores as well, waiting is partly their fault, and late answers are only counted. */
const OTHERS_PER_CORE = 0.5;

export type Figures = {
  /** What contacts wrote; how much of it a webhook answered with `success`; how much is shown. */
  readonly offered: number;
  readonly acknowledged: number;
  readonly shown: number;
  /** Replies that operators asked for, that were accepted, that reached the contact, and of which nobody knows. */
  readonly replies: number;
  readonly accepted: number;
  readonly reached: number;
  readonly unknown: number;
  readonly presses: number;
  /** Questions that reached the bot, and how many of its messages are shown, sent or not. */
  readonly questions: number;
  readonly ofBot: number;
  /** Tries that reached the endpoint of the outgoing webhook, and how many events it has acknowledged. */
  readonly tries: number;
  readonly events: number;
  /** Event streams that operators heard, and how often one said that everything has to be loaded again. */
  readonly streams: number;
  readonly resyncs: number;
  /** Answers to WeChat, ms: all, and those that no fault of the answering process explains. */
  readonly slowestAnswerMs: number;
  readonly slowestUnexcusedAnswerMs: number;
  /** Of the latter, those after which WeChat has given up. */
  readonly lateAnswers: number;
  /** The share of the load's time, from 0 to 1, in which an uncertain send or a 5xx would have had no excuse. */
  readonly calmShare: number;
  /** From the receipt of a contact's message until operators are shown it, ms: half of them, and all but a hundredth. */
  readonly shownMedianMs: number;
  readonly shownP99Ms: number;
};

/**
 * From the end of a fault to the first message acknowledged and the first reply sent of those asked for after it; of the bot's,
 * to its first answer; of the endpoint's, to the first event that it acknowledges.
 */
export type Recovery = { readonly fault: string; readonly ms: number | null };

export type Verdict = {
  readonly figures: Figures;
  readonly violations: readonly Violation[];
  readonly recoveries: readonly Recovery[];
};

/** Everything there is to say about a run. */
export function judge(history: RunHistory): Verdict {
  return {
    figures: countFigures(history),
    violations: [
      ...findBroken(toEvidence(history)),
      ...history.contacts.flatMap((contact) => checkContact(history, contact)),
      ...checkEvents(history),
      ...checkStreams(history),
      ...(areAnswersJudged(history) ? findLate(history) : []),
      ...checkClients(history),
      ...(history.restless ?? []).map((openId) => ({
        kind: 'stuck' as const,
        openId,
        text: `the contact ${openId} was not at rest minutes after the last fault`,
      })),
      ...history.badEnds.map(({ process, how }) => ofDesk('bad end', `${process} ${how}`)),
      ...(history.leaks ?? []).map((text) => ofDesk('leaked', text)),
      ...((history.failingWorkflows ?? 0) === 0
        ? []
        : [ofDesk('workflow failing', `${history.failingWorkflows} workflows cannot go on`)]),
    ].map(({ kind, openId, text }) => ({ kind, openId, text })),
    recoveries: history.injected.map((fault) => recoveryOf(history, fault)),
  };
}

function ofDesk(kind: Violation['kind'], text: string): Violation {
  return { kind, openId: null, text };
}

function toEvidence(history: RunHistory): Evidence {
  const { operations, contacts, questions, takenAt } = history;
  const readAt = new Map(contacts.map((one) => [one.openId, one.readAt ?? takenAt]));
  // Who is not at rest yet, or is asked about once more, may get a message after their timeline was read.
  const ledger = history.calls.filter(
    ({ operation, openId, at }) => operation === 'custom/send' && at <= (readAt.get(openId ?? '') ?? takenAt),
  );
  return {
    written: operations
      .filter(({ kind }) => kind === 'write')
      .map(({ openId, text, outcome, startedAt, endedAt }) => ({
        openId,
        text: text ?? '',
        acknowledged: outcome === 'ok',
        at: startedAt,
        virtualAt: startedAt,
        until: endedAt,
      })),
    replies: operations
      .filter(({ kind }) => kind === 'reply')
      .map(({ openId, text, outcome, conversationId }) => ({
        openId,
        text: text ?? '',
        conversationId,
        told: { ok: 'accepted', failed: 'refused', unknown: 'unknown' }[outcome] as
          | 'accepted'
          | 'refused'
          | 'unknown',
      })),
    said: questions.flatMap(({ conversationId, says, later }) =>
      [...says, ...(later === null ? [] : [later.text])].map((text) => ({ text, conversationId })),
    ),
    ledger,
    contacts: contacts.map(({ openId, transcripts, conversations }) => ({
      openId,
      transcripts: transcripts.map(withoutReplaced),
      conversations: conversations[0] ?? [],
      received: ledger
        .filter((call) => call.accepted && call.openId === openId)
        .map(({ seq, at, request }) => ({ seq, at, virtualAt: at, msgtype: 'text', body: request })),
    })),
    takenAt,
    // WeChat repeats what was not acknowledged after what is newer; `not marked late` checks the order.
    isInOrder: false,
  };
}

/** Whether the machine was the run's own. Older histories only say how busy it was with the run. */
export function areAnswersJudged({ busyBefore, busiest }: RunHistory): boolean {
  return (busyBefore ?? busiest) <= OTHERS_PER_CORE;
}

/** WeChat never waits too long for a process that is well, whatever is wrong behind it. */
function findLate(history: RunHistory): Violation[] {
  return unexcusedOf(history)
    .filter(({ ms }) => ms >= ANSWERED_WITHIN_MS)
    .map(({ at, ms, openId, error }) => ({
      kind: 'late webhook answer',
      openId,
      text: `${ms} ms at ${at} (${error ?? 'answered'})`,
    }));
}

/** The answers to WeChat that no fault of the answering process explains, however late they were. */
function unexcusedOf({ deliveries, injected }: RunHistory): RunHistory['deliveries'] {
  return deliveries.filter(({ at, ms }) => !mayBeLate(injected, { from: at, until: at + ms }));
}

/** Callers get their answer, and no 5xx, as long as nothing is hurt. */
function checkClients({ operations, injected }: RunHistory): Violation[] {
  return operations.flatMap((one) => {
    const isRefused = one.status !== null && one.status >= 500;
    if (one.kind === 'write' || (one.outcome !== 'unknown' && !isRefused)) return [];
    if (mayBeRefused(injected, { from: one.startedAt, until: one.endedAt })) return [];
    const kind = isRefused ? ('refused without cause' as const) : ('uncertain without cause' as const);
    return [
      {
        kind,
        openId: one.openId,
        text: `${one.kind} at ${one.startedAt}: ${one.status ?? 'no answer'} ${one.code ?? ''}`,
      },
    ];
  });
}

function countFigures(history: RunHistory): Figures {
  const { operations, contacts, deliveries, injected } = history;
  const writes = operations.filter(({ kind }) => kind === 'write');
  const replies = operations.filter(({ kind }) => kind === 'reply');
  const rows = contacts.flatMap(({ transcripts }) => transcripts[0] ?? []);
  const outbound = rows.filter(({ direction }) => direction === 'outbound');
  const byWrongClock = new Set(writes.filter((one) => isClockOff(injected, one)).map(({ text }) => text));
  const shownAfter = rows
    .filter(({ direction, text }) => direction === 'inbound' && !byWrongClock.has(text ?? ''))
    .map(({ createdAt, changedAt }) => Date.parse(changedAt) - Date.parse(createdAt));
  const shownWithin = (part: number): number => (shownAfter.length === 0 ? 0 : quantile(shownAfter, part));
  const isOk = ({ outcome }: Operation): boolean => outcome === 'ok';
  const sent = history.calls.filter(({ operation, accepted }) => operation === 'custom/send' && accepted);
  const told = history.told ?? [];
  const slowest = (list: readonly { readonly ms: number }[]): number =>
    list.reduce((most, { ms }) => Math.max(most, ms), 0);
  return {
    offered: writes.length,
    acknowledged: writes.filter(isOk).length,
    shown: rows.filter(({ direction }) => direction === 'inbound').length,
    replies: replies.length,
    accepted: replies.filter(isOk).length,
    reached: sent.length,
    unknown: outbound.filter(({ status }) => status === 'unknown').length,
    presses: operations.length - writes.length - replies.length,
    questions: history.questions.length,
    ofBot: outbound.filter(({ sender }) => sender?.kind === 'bot').length,
    tries: told.length,
    events: new Set(told.filter(({ isAcknowledged }) => isAcknowledged).map(({ id }) => id)).size,
    slowestAnswerMs: slowest(deliveries),
    slowestUnexcusedAnswerMs: slowest(unexcusedOf(history)),
    lateAnswers: findLate(history).length,
    streams: sum((history.heard ?? []).map(({ streams }) => streams)),
    resyncs: sum((history.heard ?? []).map(({ resyncs }) => resyncs)),
    calmShare: calmShare(injected, { from: history.startedAt, until: history.loadEndedAt }),
    shownMedianMs: shownWithin(0.5),
    shownP99Ms: shownWithin(0.99),
  };
}

/** Whether the receipt of what was written may be noted by a clock that was off. */
function isClockOff(injected: readonly Injected[], { startedAt, endedAt }: Operation): boolean {
  return injected.some(
    (fault) => fault.kind === 'clock' && fault.startedAt <= endedAt && fault.endedAt >= startedAt,
  );
}

function recoveryOf(history: RunHistory, { kind, target, endedAt }: Injected): Recovery {
  const ms = againAt(history, target, endedAt) - endedAt;
  // The load may have ended before.
  const isKnown = Number.isFinite(ms) && endedAt < history.loadEndedAt;
  return { fault: `${kind}:${target}`, ms: isKnown ? ms : null };
}

/** When what the fault has hit did its work again, epoch ms; infinite: not in this run. */
function againAt(
  { operations, calls, questions, told }: RunHistory,
  target: string,
  endedAt: number,
): number {
  if (target === 'bot')
    return firstAt(
      questions.filter(({ isGiven }) => isGiven),
      endedAt,
    );
  if (target === 'endpoint')
    return firstAt(
      (told ?? []).filter(({ isAcknowledged }) => isAcknowledged),
      endedAt,
    );
  const after = operations.filter(({ startedAt, outcome }) => startedAt >= endedAt && outcome === 'ok');
  const acknowledged = after
    .filter((one) => one.kind === 'write')
    .reduce((first, one) => Math.min(first, one.endedAt), Number.POSITIVE_INFINITY);
  const asked = new Set(after.filter((one) => one.kind === 'reply').map(({ text }) => text));
  const arrived = calls.filter(({ accepted, request }) => accepted && asked.has(sentText(request)));
  return Math.max(acknowledged, firstAt(arrived, endedAt));
}

function firstAt(list: readonly { readonly at: number }[], from: number): number {
  return list.reduce((first, { at }) => (at >= from ? Math.min(first, at) : first), Number.POSITIVE_INFINITY);
}
