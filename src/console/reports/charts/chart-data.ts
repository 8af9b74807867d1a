/** How a line is drawn: its colour, and whether it is dashed, so that colour alone does not tell lines apart. */
export const TONES = ['first', 'second', 'third'] as const;
export type Tone = (typeof TONES)[number];

export type Line = { readonly key: string; readonly name: string; readonly tone: Tone };

/** One entry of a chart: its name and a value for each line; null: there is none. */
export type Point = {
  readonly key: string;
  readonly label: string;
  readonly values: Readonly<Record<string, number | null>>;
};
