/** What must be true of one contact after a run, beyond the invariants of test/support/checker.ts. */
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import type { MessageBody } from '../../src/contracts/conversations/message';
import { type ContactState, newestOf, type RunHistory } from '../history';
import { checkBot } from './bot';
import { mayBeUnknown } from './causes';
import type { Found, Violation } from './violation';

/** Between `createdAt` of the database's clock and a fault of ours. */
const CLOCKS_DIFFER_MS = 1_000;

const GIVEN_UP: ReadonlySet<string> = new Set(['unavailable', 'not_accepted']);

/** Every violation of this contact. */
export function checkContact(history: RunHistory, contact: ContactState): Violation[] {
  const rows = contact.transcripts[0] ?? [];
  return [
    ...checkDoubledReplies(rows),
    ...checkLateMarks(rows),
    ...checkPassing(history, contact, rows),
    ...checkPresses(history, contact),
    ...checkOwnState(contact),
    ...checkUncertain(history, rows),
    ...checkBot(history, contact),
  ].map((found) => ({ ...found, openId: contact.openId }));
}

/** A reply that was never accepted: a repeat of its request is judged anew, and has another row (docs/rules.md#36). */
function isGivenUp({ status, error }: Pick<MessageBody, 'status' | 'error'>): boolean {
  return status === 'failed' && GIVEN_UP.has(error?.code ?? '');
}

/** The rows without those that were given up and asked for again. */
export function withoutReplaced(rows: readonly MessageBody[]): readonly MessageBody[] {
  const isReplaced = (row: MessageBody): boolean =>
    isGivenUp(row) && rows.some((other) => other !== row && other.text === row.text && !isGivenUp(other));
  return rows.filter((row) => !isReplaced(row));
}

/** One reply has one row, however often its client asked, besides those that were given up (docs/rules.md#36). */
function checkDoubledReplies(rows: readonly MessageBody[]): Found[] {
  const seen = new Set<string>();
  return rows.flatMap(({ direction, text, status, error }) => {
    if (direction !== 'outbound' || text === undefined) return [];
    if (isGivenUp({ status, error })) return [];
    if (seen.has(text)) return [{ kind: 'reply doubled' as const, text: `"${text}" has two rows` }];
    seen.add(text);
    return [];
  });
}

/** What is older by WeChat's own time than something that stands before it in its conversation is marked. */
function checkLateMarks(rows: readonly MessageBody[]): Found[] {
  const newest = new Map<string | null, number>();
  return rows.flatMap((row): Found[] => {
    if (row.direction !== 'inbound' || row.wechatCreatedAt === undefined) return [];
    const at = Date.parse(row.wechatCreatedAt);
    const before = newest.get(row.conversationId) ?? 0;
    newest.set(row.conversationId, Math.max(before, at));
    if (at >= before || row.late === true) return [];
    return [{ kind: 'not marked late', text: `"${row.text}" came late and is not marked` }];
  });
}

/** Nothing stays in a passing state: queued only while its channel is paused, held only while the rules forbid sending. */
function checkPassing(history: RunHistory, contact: ContactState, rows: readonly MessageBody[]): Found[] {
  const isPaused = history.pausedChannelIds.includes(contact.channelId);
  const conversations = new Map((contact.conversations[0] ?? []).map((one) => [one.id, one]));
  return rows.flatMap((row): Found[] => {
    const { status, text } = row;
    if (status === 'queued' || status === 'sending')
      return isPaused && status === 'queued' ? [] : [{ kind: 'stuck', text: `"${text}" stays ${status}` }];
    if (status !== 'held' || isPaused) return [];
    const conversation = conversations.get(row.conversationId ?? '');
    // The rest of a bot's answer waits until the contact asks for it.
    if (row.holdReason === 'bot_remainder' && conversation?.state === 'bot') return [];
    return mayBeHeld(conversation) ? [] : [{ kind: 'held for nothing', text: `"${text}" stays held` }];
  });
}

function mayBeHeld(conversation: ConversationBody | undefined): boolean {
  if (conversation === undefined || conversation.state === 'completed') return false;
  const { sent, limit } = conversation.consecutive;
  return sent >= limit || !conversation.window.open;
}

/** A conversation whose completion was confirmed is completed, in both processes' eyes. */
function checkPresses({ operations }: RunHistory, { openId, conversations }: ContactState): Found[] {
  const completed = operations.filter(
    (one) => one.openId === openId && one.kind === 'complete' && one.outcome === 'ok',
  );
  return completed.flatMap(({ conversationId }) => {
    const states = conversations.map(
      (list) => list.find(({ id }) => id === conversationId)?.state ?? 'missing',
    );
    if (states.every((state) => state === 'completed')) return [];
    return [
      {
        kind: 'press forgotten' as const,
        text: `${conversationId} was completed and is ${states.join(' and ')}`,
      },
    ];
  });
}

/** What both processes show is what the workflow says itself. */
function checkOwnState({ own, conversations, openId }: ContactState): Found[] {
  const shown = conversations.map(newestOf).map((one) => (one === undefined ? 'none' : describe(one)));
  const told = typeof own === 'string' ? own : `${own.id} ${own.state} ${own.operatorId} ${own.sent}`;
  if (shown.every((one) => one === told)) return [];
  // A chain whose conversation is completed may have ended, and then has nothing to say.
  const isOver = own === 'none' && conversations.every((list) => newestOf(list)?.state === 'completed');
  if (isOver) return [];
  return [
    { kind: 'shown is not own state', text: `${openId} is shown as ${shown.join(' and ')}, and is ${told}` },
  ];
}

function describe({ id, state, operator, consecutive }: ConversationBody): string {
  return `${id} ${state} ${operator?.id ?? null} ${consecutive.sent}`;
}

/** `unknown` is honest only if something hurt the send. */
function checkUncertain({ injected }: RunHistory, rows: readonly MessageBody[]): Found[] {
  return rows.flatMap((row) => {
    if (row.status !== 'unknown') return [];
    const span = {
      from: Date.parse(row.createdAt) - CLOCKS_DIFFER_MS,
      until: Date.parse(row.changedAt) + CLOCKS_DIFFER_MS,
    };
    if (mayBeUnknown(injected, span)) return [];
    return [
      { kind: 'uncertain without cause' as const, text: `"${row.text}" is unknown, and nothing was hurt` },
    ];
  });
}
