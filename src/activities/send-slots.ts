/** Limits how many sends of one channel a worker has under way. */
export type SendSlots = {
  /** Takes a slot of the channel; null where all are taken. The function gives it back. */
  readonly take: (channelId: string) => (() => void) | null;
};

/**
 * A channel whose WeChat hangs may hold `perChannel` activity slots at most, so that the others of the worker go on
 * for everybody else (rulings.md 33).
 */
export function createSendSlots(perChannel: number): SendSlots {
  const taken = new Map<string, number>();
  return {
    take(channelId) {
      const count = taken.get(channelId) ?? 0;
      if (count >= perChannel) return null;
      taken.set(channelId, count + 1);
      return () => {
        const left = (taken.get(channelId) ?? 1) - 1;
        if (left === 0) taken.delete(channelId);
        else taken.set(channelId, left);
      };
    },
  };
}
