import {
  BOT_KINDS,
  ENDPOINT_KINDS,
  FAULT_NAMES,
  LINE_KINDS,
  type PlanOptions,
  planFaults,
  WECHAT_KINDS,
} from '../../fire/plan';

const options: PlanOptions = { seed: 7, minutes: 10, stopSeconds: 30, only: [], hasSmallDisk: true };
const names = (more: Partial<PlanOptions> = {}): string[] =>
  planFaults({ ...options, ...more })
    .flat()
    .map(({ kind, target }) => `${kind}:${target}`);

describe('the plan of fire', () => {
  test('the same seed gives the same plan, another seed another one', () => {
    expect(planFaults(options)).toEqual(planFaults(options));
    expect(names({ seed: 8 })).not.toEqual(names());
  });

  test('a longer run begins as the shorter one does', () => {
    const longer = planFaults({ ...options, minutes: 20 });
    for (const [lane, shorter] of planFaults(options).entries())
      expect(longer[lane]?.slice(0, shorter.length)).toEqual(shorter);
  });

  test('in ten minutes each kind of trouble comes: between processes, of WeChat, of the machine, of others’ programs', () => {
    const network = [...LINE_KINDS, ...WECHAT_KINDS, 'disk-full', 'clock'];
    const partners = [
      ...BOT_KINDS.map((kind) => `${kind}:bot`),
      ...ENDPOINT_KINDS.map((kind) => `${kind}:endpoint`),
    ];
    for (let seed = 0; seed < 200; seed += 1) {
      const [, second = [], third = []] = planFaults({ ...options, seed });
      expect(new Set(second.map(({ kind }) => kind))).toEqual(new Set(network));
      expect(new Set(third.map(({ kind, target }) => `${kind}:${target}`))).toEqual(new Set(partners));
      const firstRound = second.slice(0, network.length).map(({ kind }) => kind);
      expect(new Set(firstRound).size).toBe(network.length);
    }
  });

  test('every fault comes, in a long run', () => {
    expect(new Set(names({ minutes: 600 }))).toEqual(new Set(FAULT_NAMES));
  });

  test('can be aimed at a kind, a target or one fault', () => {
    expect(new Set(names({ only: ['kill:worker'], minutes: 60 }))).toEqual(
      new Set(['kill:worker-1', 'kill:worker-2']),
    );
    expect(new Set(names({ only: ['hole:api-1~p'] }))).toEqual(new Set(['hole:api-1~postgres']));
    expect(names({ only: ['postgres'] }).every((name) => name.endsWith(':postgres'))).toBe(true);
    expect(new Set(names({ only: ['endpoint'] }))).toEqual(
      new Set(ENDPOINT_KINDS.map((kind) => `${kind}:endpoint`)),
    );
    expect(names({ only: ['disk-full'], hasSmallDisk: false })).toEqual([]);
  });
});
