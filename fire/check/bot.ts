/**
 * What must be true of a bot after a run: what it was asked and what became of its answers (docs/rules.md, Bots). Each of its
 * texts is used once, so an answer that left is known by its text.
 */
import type { MessageBody } from '../../src/contracts/conversations/message';
import { DEFAULT_BOT_TEXTS } from '../../src/domain/settings';
import { sentText } from '../../test/support/checker';
import { groupBy } from '../../test/support/group-by';
import { type ContactState, newestOf, type Question, type RunHistory } from '../history';
import { mayBeUnknown } from './causes';
import type { Found } from './violation';

/** A turn asks for so many messages at most (rule 61). */
const MOST_IN_A_TURN = 50;
/** What was on its way to WeChat at the hand-over arrives within this time, unless something is hurt. */
const ON_ITS_WAY_MS = 60_000;
/** What the last message that has a place ends with if the answer has more (rule 62). */
const CONTINUES = `\n\n${DEFAULT_BOT_TEXTS.continueText}`;

/** Every violation that concerns the bot and this contact. */
export function checkBot(history: RunHistory, contact: ContactState): Found[] {
  const ids = new Set((contact.conversations[0] ?? []).map(({ id }) => id));
  const questions = history.questions.filter(({ conversationId }) => ids.has(conversationId));
  const rows = contact.transcripts[0] ?? [];
  return [
    ...checkQuestions(history, contact, questions),
    ...checkInvented(questions, rows),
    ...checkTurns(questions, rows),
    ...checkHandedOver(history, contact, questions, rows),
    ...findUnasked(contact, history.questions).map((text) => ({
      kind: 'not asked' as const,
      text: `the bot has the conversation and was never asked "${text}"`,
    })),
    ...checkLost(contact, questions, rows),
    ...(isThinking(contact)
      ? [{ kind: 'stuck' as const, text: `the bot of ${contact.openId} still thinks` }]
      : []),
  ];
}

/** Whether the newest conversation says that its bot is being asked: after the run that is a passing state. */
export function isThinking({ conversations }: Pick<ContactState, 'conversations'>): boolean {
  return newestOf(conversations[0] ?? [])?.bot?.isThinking === true;
}

/** What the contact wrote since the bot has its conversation, and what the bot was never asked. Empty after rest. */
export function findUnasked(
  { conversations, transcripts }: Pick<ContactState, 'conversations' | 'transcripts'>,
  questions: readonly Question[],
): string[] {
  const newest = newestOf(conversations[0] ?? []);
  if (newest?.state !== 'bot') return [];
  const mine = questions.filter(({ conversationId }) => conversationId === newest.id);
  // Of more only the newest are asked.
  if (mine.some(({ messageIds }) => messageIds.length >= MOST_IN_A_TURN)) return [];
  const asked = new Set(mine.flatMap(({ messageIds }) => messageIds));
  return sinceBot(newest.id, transcripts[0] ?? [])
    .filter(({ direction, id }) => direction === 'inbound' && !asked.has(id))
    .map(({ text }) => text ?? '');
}

/** The rows of a conversation since its bot has it: from its beginning, or since people gave it back. */
function sinceBot(conversationId: string, rows: readonly MessageBody[]): readonly MessageBody[] {
  const mine = rows.filter((row) => row.conversationId === conversationId);
  const back = mine.findLastIndex(isHandback);
  return mine.slice(back + 1);
}

/** The bot is asked, by the desk, what this contact has written, and each message in one turn only. */
function checkQuestions(
  { operations }: RunHistory,
  { openId }: ContactState,
  questions: readonly Question[],
): Found[] {
  const written = new Set(
    operations.filter((one) => one.kind === 'write' && one.openId === openId).map(({ text }) => text),
  );
  const turnOf = new Map<string, string>();
  return questions.flatMap((question): Found[] => {
    const turn = keyOf(question);
    const strange = question.texts.filter((text) => !written.has(text));
    const again = question.messageIds.filter((id) => (turnOf.get(id) ?? turn) !== turn);
    for (const id of question.messageIds) turnOf.set(id, turnOf.get(id) ?? turn);
    return [
      ...(question.isSigned ? [] : [{ kind: 'not signed' as const, text: `question ${turn} is not signed` }]),
      ...strange.map((text) => ({
        kind: 'asked what nobody wrote' as const,
        text: `the bot was asked "${text}"`,
      })),
      ...again.map((id) => ({
        kind: 'asked twice' as const,
        text: `${id} is asked in ${turnOf.get(id)} and ${turn}`,
      })),
    ];
  });
}

/** Whatever stands as the bot's was said by it, whole, and was not refused. */
function checkInvented(questions: readonly Question[], rows: readonly MessageBody[]): Found[] {
  const said = new Set(
    questions.flatMap(({ says, isGiven, later }) => [
      ...(isGiven ? [...says, ...says.slice(0, -1).map((text) => text + CONTINUES)] : []),
      ...(later === null || later.outcome === 'failed' ? [] : [later.text]),
    ]),
  );
  return rows
    .filter((row) => isOfBot(row) && !said.has(row.text ?? ''))
    .map(({ text, status }) => ({
      kind: 'answer invented' as const,
      text: `"${text}" is ${status}, and the bot has not said that, or not to its end`,
    }));
}

/** A turn has one answer, however often it was asked. */
function checkTurns(questions: readonly Question[], rows: readonly MessageBody[]): Found[] {
  const shown = textsOfBot(rows);
  return [...groupBy(questions, keyOf)].flatMap(([turn, asked]): Found[] => {
    const answers = asked.filter(({ says }) => says.some((text) => shown.has(text)));
    const later = asked.filter((one) => one.later !== null && shown.has(one.later.text));
    if (answers.length <= 1 && later.length <= 1) return [];
    return [
      {
        kind: 'turn answered twice',
        text: `${turn} has ${answers.length} answers and ${later.length} later ones`,
      },
    ];
  });
}

/** While people have the conversation nothing of the bot is accepted, and nothing of it leaves (rule 63). */
function checkHandedOver(
  { calls, injected }: RunHistory,
  { openId }: ContactState,
  questions: readonly Question[],
  rows: readonly MessageBody[],
): Found[] {
  const leftAt = new Map(
    calls
      .filter((call) => call.accepted && call.openId === openId && call.operation === 'custom/send')
      .map(({ at, request }) => [sentText(request), at]),
  );
  // What it says together with its own wish to hand over may leave; it stands behind the hand-over, which is filed with it.
  const lastWords = new Set(questions.flatMap(({ then, says }) => (then === 'handover' ? says : [])));
  const mine = rows.filter((row) => !isOfBot(row) || !lastWords.has(textOf(row)));
  const found: Found[] = [];
  const withPeople = new Set<string>();
  for (const row of mine) {
    const id = row.conversationId ?? '';
    if (isHandover(row)) withPeople.add(id);
    if (isHandback(row)) withPeople.delete(id);
    if (isOfBot(row) && withPeople.has(id) && row.status !== 'cancelled')
      found.push({ kind: 'bot after hand-over', text: `"${row.text}" was accepted after the hand-over` });
  }
  // What was accepted before is compared with the next hand-over.
  const next = new Map<string, MessageBody>();
  for (const row of mine.toReversed()) {
    const id = row.conversationId ?? '';
    if (isHandover(row)) next.set(id, row);
    const at = leftAt.get(row.text ?? '');
    const handover = next.get(id);
    if (!isOfBot(row) || handover === undefined || at === undefined) continue;
    const until = Date.parse(handover.createdAt) + ON_ITS_WAY_MS;
    if (at <= until || mayBeUnknown(injected, { from: until, until: at })) continue;
    found.push({
      kind: 'bot after hand-over',
      text: `"${row.text}" left ${at - until} ms too late for its hand-over`,
    });
  }
  return found;
}

/** An answer that was given, and that no hand-over made void, is there. */
function checkLost(
  contact: ContactState,
  questions: readonly Question[],
  rows: readonly MessageBody[],
): Found[] {
  const shown = textsOfBot(rows);
  const newest = newestOf(contact.conversations[0] ?? []);
  const current = new Set(newest?.state === 'bot' ? sinceBot(newest.id, rows).map(({ id }) => id) : []);
  return [...groupBy(questions, keyOf)].flatMap(([turn, asked]): Found[] => {
    const isLaterLost =
      asked.some(({ later }) => later?.outcome === 'ok') &&
      !asked.some(({ later }) => later !== null && shown.has(later.text));
    const last = asked.at(-1);
    const isLost =
      last?.isGiven === true &&
      last.says.length > 0 &&
      last.messageIds.some((id) => current.has(id)) &&
      !asked.some(({ says }) => says.every((text) => shown.has(text)));
    if (!isLost && !isLaterLost) return [];
    return [
      {
        kind: 'answer lost',
        text: `${turn} was answered${isLaterLost ? ' later' : ''}, and nothing is there`,
      },
    ];
  });
}

function keyOf({ conversationId, turn }: Question): string {
  return `turn ${turn} of ${conversationId}`;
}

function textsOfBot(rows: readonly MessageBody[]): ReadonlySet<string> {
  return new Set(rows.filter(isOfBot).map(textOf));
}

/** As the bot said it. */
function textOf({ text }: MessageBody): string {
  const shown = text ?? '';
  return shown.endsWith(CONTINUES) ? shown.slice(0, -CONTINUES.length) : shown;
}

function isOfBot({ direction, sender }: MessageBody): boolean {
  return direction === 'outbound' && sender.kind === 'bot';
}

function isHandover({ direction, type }: MessageBody): boolean {
  return direction === 'event' && type === 'handover';
}

function isHandback({ direction, type }: MessageBody): boolean {
  return direction === 'event' && type === 'handback';
}
