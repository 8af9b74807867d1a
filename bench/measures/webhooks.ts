import { createDeliveries } from '../load/deliveries';
import { postAll } from '../load/post-all';
import { quantile } from '../statistics';
import type { Measure } from './measure';
import { whenApplied } from './settle';

/** A stream of messages to open conversations, some at once: until the answer, the history, the projection. */
export const measureWebhooks: Measure = async (subject, { environment, sizes }, openIds) => {
  const deliveries = createDeliveries(environment.account, openIds, sizes.messages);
  const cpuBefore = await subject.calls.cpuMs();
  const { startedAt, endedAt, latencies } = await postAll(subject, deliveries, sizes.messagesAtOnce);
  const perSecond = (until: number): number => deliveries.length / ((until - startedAt) / 1000);
  const { lastSignalledAt, lastAppliedAt } = await whenApplied(subject, startedAt, deliveries.length);
  const cpuMs = (await subject.calls.cpuMs()) - cpuBefore;
  return {
    webhookCpu: cpuMs / deliveries.length,
    webhookRate: perSecond(endedAt),
    webhookP50: quantile(latencies, 0.5),
    webhookP99: quantile(latencies, 0.99),
    // The floor answers when the signal is in the history: for it all three are the same.
    historyRate: perSecond(lastSignalledAt ?? endedAt),
    appliedRate: perSecond(lastAppliedAt ?? endedAt),
  };
};
