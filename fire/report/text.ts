import { areAnswersJudged, type Verdict } from '../check/judge';
import type { Heard } from '../history';
import type { RawRun } from './recorded-run';

/** What a person reads in the terminal after a run. */
export function toText({ facts, history }: RawRun, { figures, violations, recoveries }: Verdict): string {
  const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
  const known = recoveries.flatMap(({ fault, ms }) => (ms === null ? [] : [{ fault, ms }]));
  const slowest = known.reduce((most, one) => (one.ms > most.ms ? one : most), { fault: 'none', ms: 0 });
  return [
    '',
    `${figures.offered} messages offered, ${figures.acknowledged} acknowledged, ${figures.shown} shown, ` +
      `half of them within ${seconds(figures.shownMedianMs)}, 99 of 100 within ${seconds(figures.shownP99Ms)}`,
    `${figures.replies} replies asked for, ${figures.accepted} confirmed at once, ${figures.unknown} shown as unknown; ${figures.reached} messages reached a contact`,
    `${figures.questions} questions reached the bot, ${figures.ofBot} messages of it are shown; ` +
      `${figures.tries} tries reached the endpoint, ${figures.events} events acknowledged`,
    `${history.injected.length} faults, ${figures.presses} other actions of operators; slowest answer to WeChat ${seconds(figures.slowestAnswerMs)}, ` +
      `while its own process was well ${seconds(figures.slowestUnexcusedAnswerMs)}, ${figures.lateAnswers} too late`,
    `${sumOf(history.heard, ({ streams }) => streams)} event streams of operators, ${sumOf(history.heard, ({ resyncs }) => resyncs)} of which said that everything has to be loaded again`,
    `slowest recovery ${seconds(slowest.ms)} (${slowest.fault}); at rest ${seconds(facts.restMs)} after the last fault`,
    ...facts.left.map((line) => `left out: ${line}`),
    `for ${Math.round(figures.calmShare * 100)} % of the time no fault was near, and an uncertain outcome would have counted as broken`,
    ...(areAnswersJudged(history)
      ? []
      : ['Other programs wanted the cores before the run: late answers to WeChat are only counted.']),
    '',
    ...violations.map(({ kind, text }) => `${kind}: ${text}`),
    violations.length === 0
      ? 'No promise was broken.'
      : `${violations.length === 1 ? '1 promise was' : `${violations.length} promises were`} broken.`,
  ].join('\n');
}

function sumOf(heard: readonly Heard[] = [], of: (one: Heard) => number): number {
  return heard.reduce((sum, one) => sum + of(one), 0);
}
