import { burst } from '../load/burst';
import { createDeliveries, createOpenIds } from '../load/deliveries';
import type { Measure } from './measure';
import { whenApplied } from './settle';

/** Many webhooks at the same instant: from known contacts, and from new ones. */
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
