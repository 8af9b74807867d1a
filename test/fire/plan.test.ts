import { FAULT_NAMES, type PlanOptions, planFaults } from '../../fire/plan';

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
    const [first = [], second = []] = planFaults({ ...options, minutes: 20 });
    const [shorter = [], other = []] = planFaults(options);
    expect(first.slice(0, shorter.length)).toEqual(shorter);
    expect(second.slice(0, other.length)).toEqual(other);
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
    expect(names({ only: ['disk-full'], hasSmallDisk: false })).toEqual([]);
  });
});
