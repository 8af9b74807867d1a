import { createNamespaceKeeper, type NamespaceKeeper } from '../../src/temporal/namespace-keeper';
import { TemporalNotPrepared } from '../../src/temporal/search-attributes';
import { eventually } from '../support/eventually';

describe('the namespace keeper', () => {
  let keeper: NamespaceKeeper | undefined;
  afterEach(() => keeper?.close());

  const keep = (prepare: () => Promise<string>) => {
    const logged: string[] = [];
    const log = (_fields: object, message: string): void => void logged.push(message);
    const events: { readonly isReplaced: boolean }[] = [];
    const made = createNamespaceKeeper({ prepare, logger: { warn: log, info: log }, everyMs: 10 });
    keeper = made;
    made.onReady((event) => events.push(event));
    return { keeper: made, events, logged };
  };

  it('reports once that everything is ready', async () => {
    let looks = 0;
    const { keeper, events } = keep(async () => {
      looks += 1;
      return 'id-1';
    });
    expect(keeper.state()).toEqual({ type: 'unknown' });
    await eventually(() => looks > 3, 'it goes on looking');
    expect(keeper.state()).toEqual({ type: 'ready' });
    expect(events).toEqual([{ isReplaced: false }]);
  });

  it('reports when Temporal comes back, and whether it was reset', async () => {
    let answer: string | Error = 'id-1';
    const { keeper, events, logged } = keep(async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    });
    await eventually(() => events.length === 1, 'ready');
    answer = new Error('14 UNAVAILABLE: connect ECONNREFUSED 10.0.0.7:7233');
    await eventually(() => keeper.state().type === 'failing', 'failing');
    // The driver's message is for the log, not for health checks.
    expect(keeper.state()).toEqual({ type: 'failing', problem: null });
    answer = 'id-1';
    await eventually(() => events.length === 2, 'back');
    answer = 'id-2';
    await eventually(() => events.length === 3, 'another one');
    expect(events.slice(1)).toEqual([{ isReplaced: false }, { isReplaced: true }]);
    expect(logged).toHaveLength(3);
  });

  it('reports what Temporal does not allow', async () => {
    const sentence = 'Temporal has no namespace "desk" and did not let us create it; create it there.';
    const { keeper, logged } = keep(() => Promise.reject(new TemporalNotPrepared(sentence)));
    await eventually(() => keeper.state().type === 'failing', 'failing');
    expect(keeper.state()).toEqual({ type: 'failing', problem: sentence });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(logged).toHaveLength(1);
  });
});
