import type { SearchAttributePair, SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import type { Thread } from '../../domain/chain/thread';
import { deliveryTrouble } from '../../domain/chain/trouble';
import { abilities } from '../../domain/conversation/abilities';
import type { Conversation } from '../../domain/conversation/conversation';
import { deadlines } from '../../domain/conversation/deadlines';
import { windowClosesAt } from '../../domain/conversation/window';
import {
  DuihuaBrandId,
  DuihuaChannelId,
  DuihuaDelivery,
  DuihuaGroupId,
  DuihuaOperatorId,
  DuihuaState,
  DuihuaWindowClosesAt,
} from './search-attribute-keys';
import { DEADLINE_SUMMARIES } from './timer-summaries';
import { botLines, iso, routingLines } from './view-lines';

const MINUTE_MS = 60_000;
/**
 * With the anchor `last-inbound` every message moves the window, but for search a precision of a quarter of an hour is
 * enough.
 */
const CLOSES_AT_TOLERANCE_MS = 15 * MINUTE_MS;

/**
 * Shows the chain to engineers: upserts the search attributes if they have changed, and sets the current details, which
 * cost no event.
 *
 * @param asksDelivery whether this run shows trouble with deliveries. It is called once, when there is some: runs that
 *   began before the attribute existed continue without it (docs/architecture.md#changing-a-workflow)
 */
export function createView(asksDelivery: () => boolean): {
  readonly show: (thread: Thread, now: number) => void;
} {
  let shown: Shown | null = null;
  let showsDelivery: boolean | null = null;
  const troubleOf = (conversation: Conversation): string | null => {
    const trouble = deliveryTrouble(conversation);
    if (trouble !== null) showsDelivery ??= asksDelivery();
    return showsDelivery === true ? trouble : null;
  };
  return {
    show(thread, now) {
      const { current } = thread;
      if (current === null) return;
      setCurrentDetails(renderDetails(current, thread.version, now));
      const next = {
        id: current.id,
        state: current.state,
        operatorId: current.operatorId,
        groupId: current.groupId ?? null,
        closesAt: windowClosesAt(current),
        delivery: troubleOf(current),
      };
      const isShown =
        shown !== null &&
        shown.id === next.id &&
        shown.state === next.state &&
        shown.operatorId === next.operatorId &&
        shown.groupId === next.groupId &&
        shown.delivery === next.delivery &&
        Math.abs(shown.closesAt - next.closesAt) < CLOSES_AT_TOLERANCE_MS;
      if (isShown) return;
      const before = shown;
      shown = next;
      upsertSearchAttributes([
        ...toSearchAttributes(current, next.delivery),
        ...removedSince(before ?? atStart(), next),
      ]);
    },
  };
}

type Shown = {
  readonly id: string;
  readonly state: string;
  readonly operatorId: string | null;
  readonly groupId: string | null;
  readonly closesAt: number;
  readonly delivery: string | null;
};

type Removable = Pick<Shown, 'operatorId' | 'groupId' | 'delivery'>;

/** What the previous run has passed on. */
function atStart(): Removable {
  const { typedSearchAttributes } = workflowInfo();
  return {
    operatorId: typedSearchAttributes.get(DuihuaOperatorId) ?? null,
    groupId: typedSearchAttributes.get(DuihuaGroupId) ?? null,
    delivery: typedSearchAttributes.get(DuihuaDelivery) ?? null,
  };
}

function removedSince(before: Removable, next: Removable): SearchAttributeUpdatePair[] {
  return [
    ...(before.operatorId !== null && next.operatorId === null
      ? [{ key: DuihuaOperatorId, value: null }]
      : []),
    ...(before.groupId !== null && next.groupId === null ? [{ key: DuihuaGroupId, value: null }] : []),
    ...(before.delivery !== null && next.delivery === null ? [{ key: DuihuaDelivery, value: null }] : []),
  ];
}

/**
 * The search attributes of a conversation: ids, states and times, nothing personal. `DuihuaOperatorId` is set while
 * `operatorId` is set, and so stays after completion.
 */
export function toSearchAttributes(
  conversation: Conversation,
  delivery: string | null = deliveryTrouble(conversation),
): SearchAttributePair[] {
  const { state, channelId, brandId, operatorId, groupId } = conversation;
  const pairs: SearchAttributePair[] = [
    { key: DuihuaState, value: state },
    { key: DuihuaChannelId, value: channelId },
    { key: DuihuaBrandId, value: brandId },
    { key: DuihuaWindowClosesAt, value: new Date(windowClosesAt(conversation)) },
  ];
  if (operatorId !== null) pairs.push({ key: DuihuaOperatorId, value: operatorId });
  if (groupId !== undefined) pairs.push({ key: DuihuaGroupId, value: groupId });
  if (delivery !== null) pairs.push({ key: DuihuaDelivery, value: delivery });
  return pairs;
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
    ...botLines(conversation),
    ...routingLines(conversation, now),
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
