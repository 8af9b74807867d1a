/** What must be true of one contact after a run, beyond the invariants of test/support/checker.ts. */
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import type { MessageBody } from '../../src/contracts/conversations/message';
import { type ContactState, newestOf, type RunHistory } from '../history';
import { checkBot } from './bot';
import { mayBeUnknown } from './causes';
import type { Found, Violation } from './violation';

/** Between `createdAt` of the database's clock and a fault of ours. */
const CLOCKS_DIFFER_MS = 1_000;

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

/** One reply has one row, however often its client asked. */
function checkDoubledReplies(rows: readonly MessageBody[]): Found[] {
  const seen = new Set<string>();
  return rows.flatMap(({ direction, text }) => {
    if (direction !== 'outbound' || text === undefined) return [];
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
