/** Tests of the checker: each invariant, once kept and once violated. */
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import type { MessageBody } from '../../src/contracts/conversations/message';
import type { Call } from '../../src/simulator/ledger';
import type { Received } from '../../src/simulator/phone/contacts';
import { type ContactEvidence, type Evidence, findViolations, type Written } from '../support/checker';

const NOW = Date.UTC(2026, 10, 22);
const HOUR = 3_600_000;
const openId = 'oA';

const row = (seq: number, text: string, more: Partial<MessageBody> = {}): MessageBody =>
  ({
    id: `m${seq}`,
    seq,
    text,
    type: 'text',
    direction: 'inbound',
    status: null,
    conversationId: 'c1',
    changedAt: new Date(NOW).toISOString(),
    ...more,
  }) as MessageBody;
const ours = (seq: number, text: string, status = 'sent'): MessageBody =>
  row(seq, text, { direction: 'outbound', status } as Partial<MessageBody>);
const wrote = (text: string, at = NOW, acknowledged = true): Written => ({
  openId,
  text,
  acknowledged,
  at,
  virtualAt: at,
});
const sent = (text: string): Call =>
  ({ openId, accepted: true, request: { text: { content: text } } }) as unknown as Call;
const arrived = (text: string, at = NOW + 1): Received => ({
  seq: 1,
  at,
  virtualAt: at,
  msgtype: 'text',
  body: { text: { content: text } },
});
const conversation = (id: string, state: string): ConversationBody => ({ id, state }) as ConversationBody;

function judge(
  contact: Partial<Omit<ContactEvidence, 'transcripts'>> & { readonly rows: readonly MessageBody[] },
  more: Partial<Evidence> = {},
): string[] {
  const { rows, conversations = [], received = [] } = contact;
  return findViolations({
    written: [],
    replies: [],
    ledger: [],
    takenAt: NOW,
    isInOrder: true,
    contacts: [{ openId, transcripts: [rows], conversations, received }],
    ...more,
  });
}
const ids = (violations: readonly string[]): string[] => violations.map((one) => one.slice(0, 2));

describe('the checker', () => {
  test('finds nothing if all is well', () => {
    const rows = [row(1, 'a'), ours(2, 'b'), ours(3, 'c', 'unknown'), ours(4, 'd', 'failed')];
    const all = { written: [wrote('a')], ledger: [sent('b'), sent('c')] };
    const received = [arrived('b'), arrived('c')];
    expect(judge({ rows, received, conversations: [conversation('c1', 'active')] }, all)).toEqual([]);
  });

  test('V1: what was acknowledged and is not there, and what no one wrote', () => {
    expect(ids(judge({ rows: [] }, { written: [wrote('a')] }))).toEqual(['V1']);
    expect(judge({ rows: [] }, { written: [wrote('a', NOW, false)] })).toEqual([]);
    expect(ids(judge({ rows: [row(1, 'a')] }))).toEqual(['V1']);
  });

  test('V2: one message with two rows', () => {
    expect(ids(judge({ rows: [row(1, 'a'), row(2, 'a')] }, { written: [wrote('a')] }))).toEqual(['V2']);
  });

  test('V3: one message that left twice', () => {
    expect(ids(judge({ rows: [ours(1, 'b')] }, { ledger: [sent('b'), sent('b')] }))).toContain('V3');
  });

  test.each(['failed', 'cancelled', 'held', 'queued'])('V4: %s, and in the ledger', (status) => {
    expect(ids(judge({ rows: [ours(1, 'b', status)] }, { ledger: [sent('b')] }))).toEqual(['V4']);
  });

  test('V4: sent and not in the ledger, sending for over a minute, or left without a row', () => {
    expect(ids(judge({ rows: [ours(1, 'b')] }))).toEqual(['V4']);
    const late = { takenAt: NOW + 61_000 };
    expect(ids(judge({ rows: [ours(1, 'b', 'sending')] }, late))).toEqual(['V4']);
    expect(ids(judge({ rows: [] }, { ledger: [sent('b')] }))).toEqual(['V4']);
  });

  test('V4: accepted but without a row, or refused but with one', () => {
    const told = (what: 'accepted' | 'refused' | 'unknown') => ({
      replies: [{ openId, text: 'b', told: what }],
    });
    expect(ids(judge({ rows: [] }, told('accepted')))).toEqual(['V4']);
    expect(ids(judge({ rows: [ours(1, 'b', 'unknown')] }, told('refused')))).toEqual(['V4']);
    expect(judge({ rows: [] }, told('unknown'))).toEqual([]);
    expect(judge({ rows: [ours(1, 'b', 'unknown')] }, told('unknown'))).toEqual([]);
  });

  test('V5: a sixth message in a row, and one after the window', () => {
    const texts = ['1', '2', '3', '4', '5', '6'];
    const rows = [row(1, 'a'), ...texts.map((text, index) => ours(index + 2, text))];
    const received = texts.map((text, index) => arrived(text, NOW + index + 1));
    const all = { written: [wrote('a')], ledger: texts.map(sent) };
    expect(ids(judge({ rows, received }, all))).toEqual(['V5']);
    const late = { written: [wrote('a')], ledger: [sent('b')] };
    const rowsLate = [row(1, 'a'), ours(2, 'b')];
    expect(ids(judge({ rows: rowsLate, received: [arrived('b', NOW + 48 * HOUR + 1)] }, late))).toEqual([
      'V5',
    ]);
  });

  test('V6: out of order in or out, positions that do not rise, and two readings that differ', () => {
    const rows = [ours(1, 'b'), ours(2, 'c')];
    expect(ids(judge({ rows }, { ledger: [sent('c'), sent('b')] }))).toEqual(['V6']);
    const written = [wrote('a'), wrote('b', NOW + 1)];
    expect(ids(judge({ rows: [row(1, 'b'), row(2, 'a')] }, { written }))).toEqual(['V6']);
    expect(judge({ rows: [row(1, 'b'), row(2, 'a')] }, { written, isInOrder: false })).toEqual([]);
    expect(ids(judge({ rows: [row(2, 'a'), row(1, 'b')] }, { written }))).toEqual(['V6']);
    const differing = { openId, conversations: [], received: [], transcripts: [[row(1, 'a')], []] };
    expect(ids(judge({ rows: [] }, { written: [wrote('a')], contacts: [differing] }))).toEqual(['V6']);
  });

  test('V7: two open conversations of one contact, and rows of one among those of another', () => {
    const conversations = [conversation('c1', 'active'), conversation('c2', 'waiting')];
    expect(ids(judge({ rows: [], conversations }))).toEqual(['V7']);
    const rows = [row(1, 'a'), row(2, 'b', { conversationId: 'c2' }), row(3, 'c')];
    const written = ['a', 'b', 'c'].map((text, index) => wrote(text, NOW + index));
    expect(ids(judge({ rows }, { written }))).toEqual(['V7']);
  });
});
