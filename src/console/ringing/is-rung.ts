import type { ConversationBody } from '../../contracts/conversations/conversation';
import type { GroupBody } from '../../contracts/people/group';
import type { RoutingMode } from '../../domain/routing/routing';

/** What the page knows about who is rung. Null: it could not be loaded, and undefined: not yet. */
export type RingRules = {
  readonly modeOf: (brandId: string) => RoutingMode | null | undefined;
  readonly groupOf: (groupId: string) => GroupBody | null | undefined;
  /** Who is not disabled in the brand. */
  readonly enabledIn: (brandId: string) => ReadonlySet<string> | null | undefined;
};

type Waiting = Pick<ConversationBody, 'brandId' | 'group'>;

/**
 * Whether a waiting conversation rings for the operator `meId` because it rings for everyone: all of its group, and of
 * the brand if it has no group, or one without an enabled member (docs/rules.md#71). What is not known yet does not
 * ring; what could not be loaded does.
 */
export function isRung({ brandId, group }: Waiting, meId: string, rules: RingRules): boolean {
  const mode = rules.modeOf(brandId);
  if (mode === undefined || mode === 'offer') return false;
  if (group === null) return true;
  const known = rules.groupOf(group.id);
  if (known === undefined) return false;
  if (known === null || known.operatorIds.includes(meId)) return true;
  const enabled = rules.enabledIn(brandId);
  if (enabled === undefined) return false;
  return enabled === null || !known.operatorIds.some((id) => enabled.has(id));
}
