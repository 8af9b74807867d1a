/** What all routes about conversations share: who may see which, and how a refused wish is answered. */
import type { Actor } from '../../domain/conversation/conversation';
import type { Refusal } from '../../domain/refusals';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import type { OperatorStore } from '../../store/people/operators';
import type { Outbox } from '../../store/transcript/outbox';
import type { WishResult, WishTarget } from '../../temporal/conversation-client';
import type { Viewer } from '../middleware/viewer';
import { ApiError, invalidField, toApiError } from '../problems';

/** The part of the viewer that decides which conversations they may see. */
export type Sight = Pick<Viewer, 'role' | 'brandIds' | 'isLimited'>;

/** Whether the viewer may see what belongs to any brand, and to none. */
export function seesAll({ role, isLimited }: Pick<Sight, 'role' | 'isLimited'>): boolean {
  return role === 'administrator' && isLimited !== true;
}

/** The brands whose conversations the viewer may see; null: all of them. */
export function brandScope(sight: Sight): readonly string[] | null {
  return seesAll(sight) ? null : sight.brandIds;
}

/** The same, limited to one brand if one is asked for; to none if the viewer may not see that one. */
export function narrowedScope(sight: Sight, brandId: string | undefined): readonly string[] | null {
  if (brandId === undefined) return brandScope(sight);
  return maySee(sight, brandId) ? [brandId] : [];
}

/** Whether the viewer may see what belongs to a brand. What belongs to no brand is for administrators. */
export function maySee(viewer: Sight, brandId: string | null): boolean {
  const scope = brandScope(viewer);
  return scope === null || (brandId !== null && scope.includes(brandId));
}

/** The viewer as the rules know them. */
export function actorOf({ operatorId, role }: Pick<Viewer, 'operatorId' | 'role'>): Actor {
  return { operatorId, isAdministrator: role === 'administrator' };
}

/** A request whose path names one thing, and its viewer. */
export type Named = { readonly params: { readonly id: string }; readonly viewer: Viewer };

/** The conversation named in the path; `not_found` also if the viewer may not see it, or if its contact was erased. */
export async function requestedConversation(
  conversations: Pick<Conversations, 'get'>,
  { params, viewer }: Named,
): Promise<StoredConversation> {
  return seen(await conversations.get(params.id), viewer);
}

/** The same, also if its contact was erased. */
export async function requestedEvenErased(
  conversations: Pick<Conversations, 'getEvenErased'>,
  { params, viewer }: Named,
): Promise<StoredConversation> {
  return seen(await conversations.getEvenErased(params.id), viewer);
}

function seen(found: StoredConversation | null, viewer: Viewer): StoredConversation {
  if (found === null || !maySee(viewer, found.conversation.brandId)) throw new ApiError('not_found');
  return found;
}

/** The target of the viewer's wish about a conversation. */
export function wishTarget({ conversation }: StoredConversation, viewer: Viewer): WishTarget {
  return { contactId: conversation.contactId, conversationId: conversation.id, by: actorOf(viewer) };
}

/** `invalid_request` at `path`, unless the operator can see the conversations of the brand and is not disabled. */
export async function requireColleague(
  { operators }: { readonly operators: Pick<OperatorStore, 'find'> },
  { path, id, brandId }: { readonly path: string; readonly id: string; readonly brandId: string },
): Promise<void> {
  const found = await operators.find(id);
  if (found !== null && found.disabledAt === null && maySee(found, brandId)) return;
  throw invalidField(path, 'is not an operator of this conversation’s brand');
}

export type RefusalDeps = {
  readonly conversations: Conversations;
  readonly operators: Pick<OperatorStore, 'find'>;
  readonly outbox: Pick<Outbox, 'countRefusal'>;
};

/**
 * The answer to a wish that the rules refuse, with the name of the attending operator. Counts the refusal, because
 * Temporal's history has no trace of it.
 */
export async function refused(
  { operators, outbox }: RefusalDeps,
  { conversation, clockShiftMs }: StoredConversation,
  refusal: Refusal,
): Promise<ApiError> {
  await outbox.countRefusal(conversation.channelId, refusal.code);
  // The same time as the conversation itself shows.
  if (refusal.code === 'window_closed') {
    return toApiError({ ...refusal, since: refusal.since + clockShiftMs });
  }
  if (refusal.code !== 'attended_by_other') return toApiError(refusal);
  const { operatorId: id } = refusal;
  const other = await operators.find(id);
  return toApiError(refusal, { operator: { id, name: other?.name ?? id } });
}

/** The answer to a wish that was not granted, or that may have been. */
export async function notGranted(
  deps: RefusalDeps,
  stored: StoredConversation,
  result: Exclude<WishResult, { type: 'accepted' }>,
): Promise<ApiError> {
  if (result.type === 'refused') return refused(deps, stored, result.refusal);
  if (result.type === 'unanswered') return unconfirmed();
  if (result.type === 'unavailable') return new ApiError('unavailable');
  // There is no run, or it ended before it accepted the wish: the conversation is completed.
  const latest = await deps.conversations.get(stored.conversation.id);
  const isCompleted = latest?.conversation.state === 'completed';
  return isCompleted
    ? refused(deps, stored, { code: 'conversation_completed' })
    : new ApiError('unavailable');
}

/** The answer to a wish that nobody answered in time, and that the store does not show (yet). */
export function unconfirmed(): ApiError {
  const detail =
    'The desk did not confirm this in time; it may have taken effect. Reload the conversation before you try again.';
  return new ApiError('unavailable', { reason: 'unconfirmed' }, { detail });
}
