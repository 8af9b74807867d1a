/** Histories of `npm run fire` for the tests of its checker: one in which all is well, and its parts. */
import type { ContactState, Injected, Operation, RunHistory } from '../../fire/history';
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import type { MessageBody } from '../../src/contracts/conversations/message';
import type { Call } from '../../src/simulator/ledger';
import type { Delivery } from '../../src/simulator/webhook/deliveries';

const START = Date.UTC(2026, 10, 29);
const openId = 'o-1';
export const at = (seconds: number): number => START + seconds * 1_000;
export const iso = (seconds: number): string => new Date(at(seconds)).toISOString();

export const operation = (
  kind: Operation['kind'],
  text: string | null,
  more: Partial<Operation> = {},
): Operation => ({
  kind,
  openId,
  text,
  conversationId: 'c1',
  startedAt: at(1),
  endedAt: at(2),
  outcome: 'ok',
  status: kind === 'write' ? null : 201,
  code: null,
  ...more,
});
export const row = (seq: number, text: string, more: Partial<MessageBody> = {}): MessageBody =>
  ({
    id: `m${seq}`,
    seq,
    text,
    type: 'text',
    direction: 'inbound',
    sender: { kind: 'contact' },
    status: null,
    conversationId: 'c1',
    createdAt: iso(1),
    changedAt: iso(2),
    wechatCreatedAt: iso(1),
    ...more,
  }) as MessageBody;
export const ours = (seq: number, text: string, status: MessageBody['status'] = 'sent'): MessageBody =>
  row(seq, text, { direction: 'outbound', sender: { kind: 'operator' }, status });
export const call = (text: string, more: Partial<Call> = {}): Call =>
  ({
    seq: 1,
    at: at(2),
    operation: 'custom/send',
    openId,
    accepted: true,
    request: { text: { content: text } },
    ...more,
  }) as Call;
export const conversation = (more: object = {}): ConversationBody =>
  ({
    id: 'c1',
    state: 'active',
    operator: { id: 'op-1', name: 'One' },
    consecutive: { sent: 1, limit: 5 },
    window: { open: true },
    startedAt: iso(0),
    attendedAt: null,
    missedAt: null,
    completedAt: null,
    bot: null,
    handover: null,
    ...more,
  }) as unknown as ConversationBody;
export const own = { id: 'c1', state: 'active', operatorId: 'op-1', sent: 1 };
export const fault = (kind: string, target: string, from: number, until: number): Injected => ({
  kind,
  target,
  startedAt: at(from),
  endedAt: at(until),
});
export const delivery = (ms: number): Delivery => ({
  at: at(1),
  appId: 'wx1',
  openId,
  msgId: '1',
  attempt: 1,
  status: 200,
  body: 'success',
  ms,
  ok: true,
  error: null,
});

/** One message and one reply, both all right; `rows` are what both processes show. */
export function history(
  more: Partial<RunHistory> = {},
  contact: Partial<ContactState> & { readonly rows?: readonly MessageBody[] } = {},
): RunHistory {
  const { rows = [row(1, 'a'), ours(2, 'b')], ...seen } = contact;
  return {
    startedAt: START,
    loadEndedAt: at(100),
    takenAt: at(200),
    operations: [operation('write', 'a'), operation('reply', 'b')],
    injected: [],
    calls: [call('b')],
    deliveries: [delivery(20)],
    contacts: [
      {
        openId,
        channelId: 'ch1',
        transcripts: [rows, rows],
        conversations: [[conversation()], [conversation()]],
        own,
        ...seen,
      },
    ],
    questions: [],
    told: null,
    pausedChannelIds: [],
    badEnds: [],
    busiest: 0.5,
    ...more,
  };
}
