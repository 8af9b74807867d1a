/** Lines of the current details that only some conversations have: ids, kinds, times and counts. */
import { isRemainder } from '../../domain/conversation/bot/remainder';
import type { Conversation } from '../../domain/conversation/conversation';
import { hoursAt } from '../../domain/conversation/routing/hours';
import type { Offering } from '../../domain/conversation/routing/offering';

/** Its turns, what it thinks about since when, and why people have the conversation. */
export function botLines({ bot, handover, outbound }: Conversation): readonly string[] {
  const lines: string[] = [];
  if (bot !== undefined) {
    const { asking, waiting } = bot;
    const rest = outbound.filter(isRemainder).length;
    const doing =
      asking !== null
        ? `thinking since ${iso(asking.since)} (turn ${asking.number}, ${asking.messageIds.length} messages)`
        : waiting !== null
          ? `${waiting.messageIds.length} messages wait for the next turn`
          : 'waits';
    lines.push(
      `bot \`${bot.botId}\`: ${doing}; turns: ${bot.turns}${rest === 0 ? '' : `; rest of an answer: ${rest}`}`,
    );
  }
  if (handover !== undefined) {
    const { reason, detail, at } = handover;
    lines.push(`handed over ${iso(at)}: ${reason}${detail === undefined ? '' : ` (${detail})`}`);
  }
  return lines;
}

/** For whom it is, who is asked and was asked, and whether the channel is open. */
export function routingLines(conversation: Conversation, now: number): readonly string[] {
  const { groupId, offering, settings, isClosedMissed, handsOver } = conversation;
  const lines: string[] = [];
  if (groupId !== undefined) lines.push(`group: \`${groupId}\``);
  if (offering !== undefined) lines.push(offeringLine(offering));
  if (handsOver === true) lines.push('its operator hands over: it goes back when the contact writes');
  if (settings.hoursVersion === undefined) return lines;
  const known = hoursAt(conversation, now);
  const until = known?.changesAt ?? null;
  const isOpen = known === null ? 'not known' : known.isOpen ? 'open' : 'closed';
  const isGuess = known?.isGuess === true ? ' (guessed)' : '';
  const isMissed = isClosedMissed === true ? '; missed without ringing' : '';
  lines.push(`channel: ${isOpen}${until === null ? '' : ` until ${iso(until)}`}${isGuess}${isMissed}`);
  return lines;
}

function offeringLine({ number, offer, asked, idle }: Offering): string {
  const now =
    offer !== undefined
      ? `to \`${offer.operatorId}\` until ${iso(offer.until)}`
      : idle === undefined
        ? 'an operator is looked for'
        : idle.retryAt === null
          ? 'nobody is there'
          : `looks again ${iso(idle.retryAt)}`;
  const before = asked.map(({ operatorId }) => `\`${operatorId}\``).join(', ');
  return `offer ${number}: ${now}; asked in this round: ${before === '' ? 'nobody' : before}`;
}

/** An instant, as the details show it. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
