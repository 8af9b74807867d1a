/** Limits how many calls for one channel, and for all, a worker has under way. */
export type SendSlots = {
  /**
   * Takes a slot of the channel; null where all of it, or all of the worker's, are taken. The function gives it back.
   */
  readonly take: (channelId: string) => (() => void) | null;
};

/**
 * A channel whose WeChat hangs may hold `perChannel` activity slots at most, so that the others of the worker go on
 * for everybody else. All channels together hold at most `altogether`.
 */
export function createSendSlots(perChannel: number, altogether = Number.POSITIVE_INFINITY): SendSlots {
  const taken = new Map<string, number>();
  let takenByAll = 0;
  return {
    take(channelId) {
      const count = taken.get(channelId) ?? 0;
      if (count >= perChannel || takenByAll >= altogether) return null;
      taken.set(channelId, count + 1);
      takenByAll += 1;
      return () => {
        takenByAll -= 1;
        const left = (taken.get(channelId) ?? 1) - 1;
        if (left === 0) taken.delete(channelId);
        else taken.set(channelId, left);
      };
    },
  };
}
