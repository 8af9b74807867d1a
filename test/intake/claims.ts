import type { ClaimedChange } from '../../src/store/conversations/change-claims';

/** News that can be claimed once, unless it is given back. */
export function claimsOf<News extends ClaimedChange>(list: readonly News[]) {
  const open = [...list];
  return {
    claim: async (limit: number): Promise<readonly News[]> => open.splice(0, limit),
    giveBack: async (claimed: readonly News[]): Promise<void> => {
      open.unshift(...claimed);
    },
  };
}
