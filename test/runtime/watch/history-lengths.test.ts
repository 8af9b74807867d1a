/** The alert on histories that grow without end, and the line of the log that says which one does. */
import { createHistoryLengths } from '../../../src/runtime/watch/history-lengths';

const written = (historyLength: number, contactId = 'con_1') => ({
  contactId,
  runId: `run of ${contactId}`,
  chain: { id: 'first', generation: 0, historyLength },
});

const watched = () => {
  let ms = 0;
  const warnings: object[] = [];
  const { figure, note } = createHistoryLengths({ warn: (about: object) => warnings.push(about) }, () => ms);
  return {
    note,
    warnings,
    passes: (more: number) => {
      ms += more;
    },
    /** How many histories had at most so many events. */
    upTo: async (bound: number | '+Inf'): Promise<number | undefined> =>
      (await figure.get()).values.find(
        ({ metricName, labels }) => metricName?.endsWith('_bucket') === true && labels.le === bound,
      )?.value,
  };
};

test('counts histories by their length', async () => {
  const { note, upTo } = watched();
  for (const events of [12, 399, 401, 2_000, 2_001, 30_000]) note(written(events));
  expect([await upTo(50), await upTo(400), await upTo(2_000), await upTo('+Inf')]).toEqual([1, 2, 4, 6]);
});

test('says which is too long, and no more than one a minute', () => {
  const { note, passes, warnings } = watched();
  note(written(2_000));
  expect(warnings).toEqual([]);
  note(written(2_001));
  note(written(2_009));
  passes(59_999);
  note(written(2_500, 'con_2'));
  expect(warnings).toEqual([{ contactId: 'con_1', runId: 'run of con_1', events: 2_001 }]);
  passes(1);
  note(written(2_600, 'con_2'));
  expect(warnings.slice(1)).toEqual([{ contactId: 'con_2', runId: 'run of con_2', events: 2_600 }]);
});

test('leaves out what a release wrote that did not say how long it was', async () => {
  const { note, upTo } = watched();
  note({ contactId: 'con_1', runId: 'run' });
  expect(await upTo('+Inf')).toBe(0);
});
