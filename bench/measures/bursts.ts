import { burst } from '../load/burst';
import { createDeliveries, createOpenIds } from '../load/deliveries';
import type { Measure } from './measure';
import { whenApplied } from './settle';

/** Many webhooks in the same instant: from contacts who are known, and from new ones. */
export const measureBursts: Measure = async (subject, { environment, sizes }, openIds) => {
  const slowest = async (contacts: readonly string[]): Promise<number> => {
    const since = Date.now();
    const latencies = await burst(subject, createDeliveries(environment.account, contacts, sizes.burst));
    await whenApplied(subject, since, sizes.burst);
    return Math.max(...latencies) / 1000;
  };
  return {
    burstKnown: await slowest(openIds),
    burstNew: await slowest(createOpenIds('burst', sizes.burst)),
  };
};
