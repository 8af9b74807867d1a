import type { FigureName } from '../figures';

type Some = Readonly<Partial<Record<FigureName, number>>>;

/** Figures measured in this process: `floor` is what each is compared with. */
export type Row = { readonly floor: Some; readonly duihua: Some };
