import type { DemoWeChat } from '../../api/demo/wechat';
import type { Trouble } from '../../contracts/demo/demo-phone';
import { type FaultInput, OPERATIONS } from '../../simulator/faults';
import type { Simulator } from '../../simulator/simulator';

const COPIES = 3;

/**
 * The demo's ways to break WeChat, implemented as faults of the simulator. There is at most one trouble of each kind.
 */
export function createTroubles(simulator: Simulator): Pick<DemoWeChat, 'troubles' | 'breakWith' | 'mend'> {
  let made: readonly { readonly trouble: Trouble; readonly ids: readonly string[] }[] = [];

  const remove = (ids: readonly string[]): void => {
    const there = new Set(simulator.faults().map(({ id }) => id));
    for (const id of ids) if (there.has(id)) simulator.removeFault(id);
  };
  return {
    troubles() {
      const there = new Set(simulator.faults().map(({ id }) => id));
      return made.filter(({ ids }) => ids.some((id) => there.has(id))).map(({ trouble }) => trouble);
    },
    breakWith(trouble) {
      for (const { ids } of made.filter((one) => one.trouble.kind === trouble.kind)) remove(ids);
      const ids = faultsOf(trouble).map((fault) => simulator.addFault({ ...fault, times: 'always' }).id);
      made = [...made.filter((one) => one.trouble.kind !== trouble.kind), { trouble, ids }];
    },
    mend() {
      made = [];
      simulator.clearFaults();
    },
  };
}

function faultsOf(trouble: Trouble): readonly FaultInput[] {
  switch (trouble.kind) {
    case 'errcode':
      return [{ operation: 'custom/send', effect: { type: 'errcode', errcode: trouble.errcode } }];
    case 'delay':
      return [{ operation: 'custom/send', effect: { type: 'delay', ms: trouble.seconds * 1000 } }];
    case 'silence':
      return [{ operation: 'custom/send', effect: { type: 'drop_answer' } }];
    case 'repeats':
      return [{ operation: 'webhook', effect: { type: 'duplicate', copies: COPIES } }];
    case 'outage':
      return OPERATIONS.map((operation) => ({ operation, effect: { type: 'cut' } }));
    default:
      return trouble satisfies never;
  }
}
