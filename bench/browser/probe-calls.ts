/** The calls from the bench to a page; `page/probe.ts` answers them there. */

/** Scrolling at a steady speed for a while; a negative speed goes up. */
export type ScrollStep = { readonly pixelsPerSecond: number; readonly ms: number };

export type Scrolled = {
  /** From the first frame to the last, ms. */
  readonly ms: number;
  /** Frames in which the list was in another place than in the one before. */
  readonly frames: number;
  /** Frames that took over 50 ms. */
  readonly slowFrames: number;
  /** How far the list moved, and how far it was asked to, in pixels. */
  readonly moved: number;
  readonly asked: number;
};

/** The place of a list on the page, and the average height of its rows, in pixels. */
export type ListPlace = {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly row: number;
};

/** When a message was first seen, epoch ms, and how many rows after the initial last one it is. */
export type Sighting = { readonly number: number; readonly place: number; readonly at: number };

export type ProbeCalls = {
  /** Scrolls the element that `scroller` selects, frame by frame. */
  readonly scroll: (scroller: string, steps: readonly ScrollStep[]) => Promise<Scrolled>;
  /** `rows` selects the rows that are rendered. */
  readonly placeOf: (scroller: string, rows: string) => ListPlace;
  /** Jumps to the top of what is loaded; returns the number of the first rendered message, null: none. */
  readonly toTop: (scroller: string, rows: string) => number | null;
  /** From now on records when rows of messages (`load/numbered-texts.ts`) are on the screen. */
  readonly watch: (rows: string) => void;
  readonly sightings: () => readonly Sighting[];
};
