import type { Simulator } from '../../src/simulator/simulator';
import type { FigureName } from '../figures';
import type { Sizes } from '../sizes';
import type { BenchEnvironment, Subject } from '../subject';

export type MeasureContext = {
  readonly environment: BenchEnvironment;
  readonly simulator: Simulator;
  readonly sizes: Sizes;
};

/** Some of the table's figures, for one side in one round. */
export type Figures = Partial<Record<FigureName, number>>;

/** Measures a running side. `openIds`: contacts with open conversations. */
export type Measure = (
  subject: Subject,
  context: MeasureContext,
  openIds: readonly string[],
) => Promise<Figures>;
