/** Limits how many calls a worker has in progress, per channel and in all. */
export type SendSlots = {
  /**
   * Takes a slot of the channel and returns the function that releases it; null if all slots of the channel or of the
   * worker are taken.
   */
  readonly take: (channelId: string) => (() => void) | null;
};

/**
 * Creates the slots. A channel whose WeChat hangs occupies at most `perChannel` activity slots and leaves the rest of
 * the worker to others. All channels together occupy at most `altogether`.
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
