import type { SearchAttributePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { Thread } from '../../domain/chain/thread';
import { abilities } from '../../domain/conversation/abilities';
import type { Conversation } from '../../domain/conversation/conversation';
import { type DeadlineKind, deadlines } from '../../domain/conversation/deadlines';
import { windowClosesAt } from '../../domain/conversation/window';
import {
  DuihuaBrandId,
  DuihuaChannelId,
  DuihuaOperatorId,
  DuihuaState,
  DuihuaWindowClosesAt,
} from './search-attribute-keys';

/** What happens at a deadline: the summary of the timer that waits for it. */
export const DEADLINE_SUMMARIES: Readonly<Record<DeadlineKind, string>> = {
  miss: 'becomes missed, because nobody attends',
  close_missed: 'completes as missed',
  close_idle: 'completes as idle',
  close_bot_idle: 'completes as idle (bot)',
  window: 'messaging window closes',
};

const MINUTE_MS = 60_000;
/** With the anchor `last-inbound` every message moves the window, but search needs it to a quarter of an hour only. */
const CLOSES_AT_TOLERANCE_MS = 15 * MINUTE_MS;

/**
 * Shows the chain to engineers: upserts the search attributes if they have changed, and sets the current details, which
 * cost no event.
 */
export function createView(): { readonly show: (thread: Thread, now: number) => void } {
  let shown: { state: string; operatorId: string | null; closesAt: number; id: string } | null = null;
  return {
    show(thread, now) {
      const { current } = thread;
      if (current === null) return;
      setCurrentDetails(renderDetails(current, thread.version, now));
      const next = {
        id: current.id,
        state: current.state,
        operatorId: current.operatorId,
        closesAt: windowClosesAt(current),
      };
      const isShown =
        shown !== null &&
        shown.id === next.id &&
        shown.state === next.state &&
        shown.operatorId === next.operatorId &&
        Math.abs(shown.closesAt - next.closesAt) < CLOSES_AT_TOLERANCE_MS;
      if (isShown) return;
      const hadOperator = shown !== null && shown.operatorId !== null;
      shown = next;
      const removed = hadOperator && next.operatorId === null ? [{ key: DuihuaOperatorId, value: null }] : [];
      upsertSearchAttributes([...toSearchAttributes(current), ...removed]);
    },
  };
}

/**
 * The search attributes of a conversation: ids, states and times, nothing personal. The operator only while one
 * attends.
 */
export function toSearchAttributes(conversation: Conversation): SearchAttributePair[] {
  const { state, channelId, brandId, operatorId } = conversation;
  const pairs: SearchAttributePair[] = [
    { key: DuihuaState, value: state },
    { key: DuihuaChannelId, value: channelId },
    { key: DuihuaBrandId, value: brandId },
    { key: DuihuaWindowClosesAt, value: new Date(windowClosesAt(conversation)) },
  ];
  return operatorId === null ? pairs : [...pairs, { key: DuihuaOperatorId, value: operatorId }];
}

/** The current details in Markdown: state, deadlines, counts, what is allowed now, WeChat's last refusal. */
export function renderDetails(conversation: Conversation, version: number, now: number): string {
  const { operatorId, consecutive, settings, trigger, outbound, lastWeChatRefusal } = conversation;
  const by = { operatorId: operatorId ?? '', isAdministrator: false };
  const allowed = Object.entries(abilities(conversation, by, now)).map(([action, ability]) =>
    ability.allowed ? `- ${action}: allowed` : `- ${action}: refused, \`${ability.code}\``,
  );
  const count = (status: string): number => outbound.filter((one) => one.status === status).length;
  const waiting = outbound.filter((one) => one.waitsForChannel === true).length;
  const lines = [
    `**${conversation.state}**${conversation.completedReason === null ? '' : ` (${conversation.completedReason})`}`,
    `conversation \`${conversation.id}\`, version ${version}, as of ${iso(now)}`,
    `operator: ${operatorId === null ? 'nobody' : `\`${operatorId}\``}`,
    '',
    `started ${iso(conversation.startedAt)}; window (${settings.windowAnchor}) closes ${iso(windowClosesAt(conversation))}`,
    `consecutive: ${consecutive.sent} of ${settings.consecutiveLimit}${
      trigger === null
        ? ''
        : `; ${trigger.kind} window: ${trigger.sent} of ${trigger.limit} until ${iso(trigger.closesAt)}`
    }`,
    `outbound: ${count('queued')} queued, ${count('sending')} sending, ${count('held')} held${
      waiting === 0 ? '' : `; ${waiting} waiting for the channel`
    }; unread: ${conversation.unread}`,
    '',
    '**Deadlines**',
    ...deadlines(conversation).map((one) => `- ${iso(one.at)} ${DEADLINE_SUMMARIES[one.kind]}`),
    '',
    '**Allowed now, for the operator who attends**',
    ...allowed,
    '',
    `WeChat’s last refusal: ${lastWeChatRefusal === null ? 'none' : `${lastWeChatRefusal.wechatCode} at ${iso(lastWeChatRefusal.at)}`}`,
  ];
  return lines.join('\n');
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
