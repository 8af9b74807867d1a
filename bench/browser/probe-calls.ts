/** What the bench asks of a page: `page/probe.ts` answers it there. */

/** Scrolling at a steady speed for a while; a negative speed goes up. */
export type ScrollStep = { readonly pixelsPerSecond: number; readonly ms: number };

export type Scrolled = {
  /** From the first frame to the last, ms. */
  readonly ms: number;
  /** Frames in which the list stood elsewhere than in the one before. */
  readonly frames: number;
  /** Frames that took over 50 ms. */
  readonly slowFrames: number;
  /** How far the list moved, and how far it was told to, in pixels. */
  readonly moved: number;
  readonly asked: number;
};

/** Where a list stands on the page, and how high its rows are on average, in pixels. */
export type ListPlace = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly row: number;
};

/** When a message was seen first, epoch ms, and how many rows after the last one at the begin it stands. */
export type Sighting = { readonly number: number; readonly place: number; readonly at: number };

export type ProbeCalls = {
  /** Scrolls the element that `scroller` selects, frame by frame. */
  readonly scroll: (scroller: string, steps: readonly ScrollStep[]) => Promise<Scrolled>;
  /** `rows` selects the rows that are drawn. */
  readonly placeOf: (scroller: string, rows: string) => ListPlace;
  /** Jumps to the top of what is loaded; gives the number of the first message that is drawn, null: none. */
  readonly toTop: (scroller: string, rows: string) => number | null;
  /** From now on notes when rows of messages (`load/numbered-texts.ts`) are on the screen. */
  readonly watch: (rows: string) => void;
  readonly sightings: () => readonly Sighting[];
};
