/** Measures inside a page, the same way on both sides. Injected by `browser/chromium.ts`. */
import type { ProbeCalls, ScrollStep, Sighting } from '../browser/probe-calls';
import { numberOf } from '../load/numbered-texts';

const SLOW_FRAME_MS = 50;
/** The share of a row's height that has to be visible. */
const SEEN_SHARE = 0.5;

declare global {
  var probe: ProbeCalls | undefined;
}

const sightings = new Map<number, Sighting>();

globalThis.probe = {
  async scroll(selector, steps) {
    const scroller = find(selector);
    const stepAt = schedule(steps);
    let frames = 0;
    let slowFrames = 0;
    let moved = 0;
    let asked = 0;
    const startedAt = await nextFrame();
    for (let last = startedAt; ; ) {
      const speed = stepAt(last - startedAt);
      if (speed === undefined) return { ms: last - startedAt, frames, slowFrames, moved, asked };
      const now = await nextFrame();
      const by = (speed * (now - last)) / 1000;
      const before = scroller.scrollTop;
      scroller.scrollTop = before + by;
      // If the list keeps its place while rows come or go, that is not scrolling: only this step counts.
      const way = Math.abs(scroller.scrollTop - before);
      if (way > 0) frames += 1;
      if (now - last > SLOW_FRAME_MS) slowFrames += 1;
      moved += way;
      asked += Math.abs(by);
      last = now;
    }
  },

  placeOf(selector, rows) {
    const { left, top, width, height } = find(selector).getBoundingClientRect();
    const drawn = [...document.querySelectorAll(`${selector} ${rows}`)];
    const heights = drawn.map((row) => row.getBoundingClientRect().height);
    const row = heights.reduce((sum, one) => sum + one, 0) / heights.length;
    return { left, top, width, height, row };
  },

  toTop(selector, rows) {
    find(selector).scrollTop = 0;
    const first = document.querySelector(`${selector} ${rows}`);
    return numberOf(first?.textContent ?? '') ?? null;
  },

  watch(rows) {
    sightings.clear();
    const before = Math.max(-1, ...[...document.querySelectorAll(rows)].map(indexOf));
    const seen = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          const number = numberOf(target.textContent ?? '');
          if (!isIntersecting || number === undefined || sightings.has(number)) continue;
          sightings.set(number, { number, place: indexOf(target) - before, at: Date.now() });
        }
      },
      { threshold: SEEN_SHARE },
    );
    const added = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue;
          for (const row of [node, ...node.querySelectorAll(rows)]) if (row.matches(rows)) seen.observe(row);
        }
      }
    });
    added.observe(document.body, { childList: true, subtree: true });
  },

  sightings: () => [...sightings.values()],
};

/** How Virtuoso marks the rows that it renders. */
function indexOf(row: Element): number {
  return Number(row.closest('[data-item-index]')?.getAttribute('data-item-index'));
}

function find(selector: string): Element {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`Nothing on the page is ${selector}.`);
  return found;
}

/** The speed this many ms after the beginning; undefined when all steps are over. */
function schedule(steps: readonly ScrollStep[]): (ms: number) => number | undefined {
  return (ms) => {
    let end = 0;
    return steps.find((step) => {
      end += step.ms;
      return ms < end;
    })?.pixelsPerSecond;
  };
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
