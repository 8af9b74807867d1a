import type { FigureName } from '../figures';
import type { Growth } from '../growth';

type Some = Readonly<Partial<Record<FigureName, number>>>;

/** Figures measured once: `floor` is what each is compared with. */
export type Row = {
  readonly floor: Some;
  readonly duihua: Some;
  /** Those that were measured with 1, 10 and 100 times the data. */
  readonly growth?: readonly Growth[];
};
