/**
 * Checks every fault test: compares what the simulator's phone and ledger hold, what the webhook answered, what the API
 * shows and what callers were told, and lists violations of V1 to V7, so that no one has to judge a run by eye. A
 * message is identified by its text, so each test uses every text once.
 */
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import type { MessageBody } from '../../src/contracts/conversations/message';
import type { Call } from '../../src/simulator/ledger';
import type { Received } from '../../src/simulator/phone/contacts';

/** What a contact wrote, and whether the webhook said `success` to any of its deliveries. */
export type Written = {
  readonly openId: string;
  readonly text: string;
  readonly acknowledged: boolean;
  /** Real time and the contact's own, epoch ms. */
  readonly at: number;
  readonly virtualAt: number;
  /** WeChat has counted it by then, epoch ms; left out: at once. */
  readonly until?: number;
};

/** What a caller of the API was told about a reply; `unknown` if the answer got lost. */
export type ReplyOperation = {
  readonly openId: string;
  readonly text: string;
  readonly told: 'accepted' | 'refused' | 'unknown';
  /** The conversation in which it was asked for; left out: not recorded. */
  readonly conversationId?: string | null;
};

/** Everything that can be seen of one contact. */
export type ContactEvidence = {
  readonly openId: string;
  /** The whole timeline, read twice: from two API processes, or before and after a reload. */
  readonly transcripts: readonly (readonly MessageBody[])[];
  readonly conversations: readonly ConversationBody[];
  readonly received: readonly Received[];
};

export type Evidence = {
  readonly written: readonly Written[];
  readonly replies: readonly ReplyOperation[];
  /** What bots said, and in which conversation; left out: there was no bot. */
  readonly said?: readonly { readonly text: string; readonly conversationId: string }[];
  /** Calls of `custom/send`. */
  readonly ledger: readonly Call[];
  readonly contacts: readonly ContactEvidence[];
  /** When the evidence was taken, epoch ms. */
  readonly takenAt: number;
  /** Whether the contact wrote one message after another: then the transcript must have them in that order. */
  readonly isInOrder: boolean;
};

const LIMIT = 5;
const WINDOW_MS = 48 * 3_600_000;
const LONGEST_SENDING_MS = 60_000;
const NEVER_SENT: ReadonlySet<string | null> = new Set(['failed', 'cancelled', 'held', 'queued']);

/** One broken promise: its invariant, what kind it is, and what was seen. */
export type Finding = {
  readonly invariant: 'V1' | 'V2' | 'V3' | 'V4' | 'V5' | 'V6' | 'V7';
  readonly kind: FindingKind;
  readonly openId: string;
  readonly text: string;
};

export type FindingKind =
  | 'lost'
  | 'invented'
  | 'doubled'
  | 'sent twice'
  | 'sent, not shown'
  | 'shown as sent, not sent'
  | 'stuck'
  | 'accepted, not shown'
  | 'refused, and there'
  | 'over the limit'
  | 'after the window'
  | 'readings differ'
  | 'out of order'
  | 'two open'
  | 'mixed';

type Found = Omit<Finding, 'openId'>;

/** Every violation, as a sentence that begins with its invariant; empty if there is none. */
export function findViolations(evidence: Evidence): string[] {
  return findBroken(evidence).map(({ invariant, text }) => `${invariant}: ${text}`);
}

/** The same, for those who count them by kind. */
export function findBroken(evidence: Evidence): Finding[] {
  return evidence.contacts.flatMap((contact) =>
    [
      ...checkInbound(evidence, contact),
      ...checkOutbound(evidence, contact),
      ...checkQuota(evidence, contact),
      ...checkOrder(evidence, contact),
      ...checkConversations(evidence, contact),
    ].map((found) => ({ ...found, openId: contact.openId })),
  );
}

function found(invariant: Finding['invariant'], kind: FindingKind, text: string): Found {
  return { invariant, kind, text };
}

/** V1 no loss, V2 no double in. */
function checkInbound({ written }: Evidence, contact: ContactEvidence): Found[] {
  const rows = countBy(
    transcriptOf(contact)
      .filter((row) => row.direction === 'inbound')
      .map(textOf),
  );
  const mine = written.filter((one) => one.openId === contact.openId);
  const violations = mine.flatMap(({ text, acknowledged }) => {
    const count = rows.get(text) ?? 0;
    if (count > 1) return [found('V2', 'doubled', `"${text}" has ${count} rows`)];
    return acknowledged && count === 0
      ? [found('V1', 'lost', `"${text}" was answered with success and is lost`)]
      : [];
  });
  const known = new Set(mine.map((one) => one.text));
  const strange = [...rows.keys()].filter((text) => !known.has(text));
  return [...violations, ...strange.map((text) => found('V1', 'invented', `nobody wrote "${text}"`))];
}

/** V3 no double out, V4 honest status; and callers were told the truth. */
function checkOutbound(evidence: Evidence, contact: ContactEvidence): Found[] {
  const { openId } = contact;
  const sent = countBy(sentTo(evidence, openId));
  const rows = transcriptOf(contact).filter((row) => row.direction === 'outbound');
  const statuses = new Map(rows.map((row) => [textOf(row), row]));
  const doubles = [...sent].flatMap(([text, count]) =>
    count > 1 ? [found('V3', 'sent twice', `"${text}" is in the ledger ${count} times`)] : [],
  );
  const dishonest = rows.flatMap((row) => {
    const text = textOf(row);
    const count = sent.get(text) ?? 0;
    if (row.status === 'sent' && count === 0)
      return [found('V4', 'shown as sent, not sent', `"${text}" is sent and not in the ledger`)];
    if (NEVER_SENT.has(row.status) && count > 0)
      return [found('V4', 'sent, not shown', `"${text}" is ${row.status} and in the ledger`)];
    const age = evidence.takenAt - Date.parse(row.changedAt);
    return row.status === 'sending' && age > LONGEST_SENDING_MS
      ? [found('V4', 'stuck', `"${text}" stays sending`)]
      : [];
  });
  const broken = evidence.replies
    .filter((reply) => reply.openId === openId)
    .flatMap(({ text, told }) => {
      if (told === 'accepted' && !statuses.has(text))
        return [found('V4', 'accepted, not shown', `"${text}" was accepted and has no row`)];
      const isThere = (statuses.get(text)?.seq ?? null) !== null || sent.has(text);
      return told === 'refused' && isThere
        ? [found('V4', 'refused, and there', `"${text}" was refused and is there all the same`)]
        : [];
    });
  const nobodys = [...sent.keys()].filter((text) => !statuses.has(text));
  return [
    ...doubles,
    ...dishonest,
    ...broken,
    ...nobodys.map((text) => found('V4', 'sent, not shown', `"${text}" left without a row`)),
  ];
}

/**
 * V5 quota, by WeChat's rule: five after each message from the contact, within 48 hours of it on the contact's clock.
 */
function checkQuota({ written }: Evidence, { openId, received }: ContactEvidence): Found[] {
  const mine = written.filter((one) => one.openId === openId);
  const sent = [...received].sort((one, other) => one.at - other.at);
  return sent.flatMap(({ at, virtualAt, body }) => {
    const text = sentText(body);
    const before = mine.filter((one) => one.at <= at);
    // A message that was being written meanwhile may have been counted just before this one.
    const counted = Math.max(
      Number.NEGATIVE_INFINITY,
      ...before.map((one) => Math.min(one.until ?? one.at, at)),
    );
    const opened = Math.max(Number.NEGATIVE_INFINITY, ...before.map((one) => one.virtualAt));
    const count = sent.filter((one) => one.at >= counted && one.at <= at).length;
    if (count > LIMIT) return [found('V5', 'over the limit', `"${text}" is message ${count} in a row`)];
    return virtualAt - opened > WINDOW_MS
      ? [found('V5', 'after the window', `"${text}" left after the window`)]
      : [];
  });
}

/** V6 order. */
function checkOrder(evidence: Evidence, contact: ContactEvidence): Found[] {
  const { openId, transcripts } = contact;
  const transcript = transcriptOf(contact);
  const violations: Found[] = [];
  for (const other of transcripts.slice(1)) {
    if (other.map(idOf).join() !== transcript.map(idOf).join())
      violations.push(found('V6', 'readings differ', `two readings of ${openId} differ`));
  }
  const seqs = transcript.map((row) => row.seq);
  const isRising = seqs.every((seq, index) => seq !== null && seq > (seqs[index - 1] ?? 0));
  if (!isRising)
    violations.push(found('V6', 'out of order', `the positions of ${openId} are ${seqs.join()}`));
  const positionOf = new Map(transcript.map((row, index) => [textOf(row), index]));
  // What lay on the way when it was given up, and is unknown, may arrive long after the next ones have left.
  const unknown = new Set(transcript.filter(({ status }) => status === 'unknown').map(textOf));
  const left = sentTo(evidence, openId).filter((text) => !unknown.has(text));
  violations.push(...inOrder('left', left, positionOf));
  if (!evidence.isInOrder) return violations;
  const arrived = evidence.written.filter((one) => one.openId === openId && one.acknowledged);
  return [
    ...violations,
    ...inOrder(
      'arrived',
      arrived.map((one) => one.text),
      positionOf,
    ),
  ];
}

function inOrder(what: string, texts: readonly string[], positionOf: ReadonlyMap<string, number>): Found[] {
  const positions = texts.flatMap((text) => positionOf.get(text) ?? []);
  return positions.flatMap((position, index) =>
    position < (positions[index - 1] ?? -1)
      ? [found('V6', 'out of order', `"${texts[index]}" ${what} out of order`)]
      : [],
  );
}

/** A reply of which it turned out later that it was not accepted (docs/rules.md#36 and 37). */
function isSettledLater({ status, error }: MessageBody): boolean {
  return status === 'failed' && (error?.code === 'unavailable' || error?.code === 'not_accepted');
}

/** V7 one conversation at a time, whose rows are together. */
function checkConversations(evidence: Evidence, contact: ContactEvidence): Found[] {
  const { openId, conversations } = contact;
  const open = conversations.filter((one) => one.state !== 'completed').length;
  const moved = movedMessages(evidence, contact);
  const rows = transcriptOf(contact).filter(
    // What was settled later stands where that happened, perhaps after the next conversation has begun. What moved stands
    // where it was accepted.
    (row) =>
      row.direction !== 'note' && row.conversationId !== null && !isSettledLater(row) && !moved.has(row.id),
  );
  const back = rows.find(({ conversationId }, index) => {
    const first = rows.findIndex((row) => row.conversationId === conversationId);
    return rows.slice(first, index).some((row) => row.conversationId !== conversationId);
  });
  const mixed = `the conversations of ${openId} are mixed: at ${back?.seq} is a row of one before which another had begun`;
  return [
    ...(open > 1 ? [found('V7', 'two open', `${openId} has ${open} open conversations`)] : []),
    ...(back === undefined ? [] : [found('V7', 'mixed', mixed)]),
  ];
}

/** Messages of operators and bots that waited when their conversation was completed, and moved into a later one (docs/rules.md#16). */
function movedMessages(
  { replies, said = [] }: Evidence,
  { openId, conversations, transcripts }: ContactEvidence,
): ReadonlySet<string> {
  const begins = new Map(conversations.map(({ id, startedAt }) => [id, startedAt]));
  const completed = new Set(conversations.filter((one) => one.state === 'completed').map(({ id }) => id));
  const askedIn = new Map(
    [...replies.filter((one) => one.openId === openId), ...said].map(({ text, conversationId }) => [
      text,
      conversationId,
    ]),
  );
  const moved = (transcripts[0] ?? []).filter((row) => {
    const from = askedIn.get(textOf(row)) ?? null;
    if (from === null || row.direction !== 'outbound' || row.conversationId === from) return false;
    return completed.has(from) && (begins.get(row.conversationId ?? '') ?? '') > (begins.get(from) ?? '~');
  });
  return new Set(moved.map(idOf));
}

function transcriptOf({ transcripts }: ContactEvidence): readonly MessageBody[] {
  return transcripts[0] ?? [];
}

/** The texts that WeChat accepted for a contact, in the order of the ledger. */
function sentTo({ ledger }: Evidence, openId: string): string[] {
  const calls = ledger.filter((call) => call.accepted && call.openId === openId);
  return calls.map((call) => sentText(call.request));
}

/** The words of a text message as they were sent to WeChat; empty for any other kind. */
export function sentText(body: Readonly<Record<string, unknown>>): string {
  const { text } = body;
  return typeof text === 'object' && text !== null && 'content' in text ? String(text.content) : '';
}

const textOf = (row: MessageBody): string => row.text ?? `(${row.type} ${row.id})`;
const idOf = (row: MessageBody): string => row.id;

function countBy(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
