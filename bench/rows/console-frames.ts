/** Scrolls the console's long lists, in turn with a bare virtual list of as many rows, in one browser. */
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { createProbe, openConsole, openPage, PAGE_FOLDER, startChromium } from '../browser/chromium';
import type { Scrolled, ScrollStep } from '../browser/probe-calls';
import { profiled } from '../browser/profiled';
import type { FigureName } from '../figures';
import type { MeasureContext } from '../measures/measure';
import { SIDES, type Side, startSubject } from '../subject';
import type { Row } from './row';

const MESSAGES = 5_000;
/** How far back the transcript is loaded before it is scrolled; earlier messages are loaded while scrolling. */
const LOADED_BACK_TO = 1_500;
const LOADED_WITHIN_MS = 90_000;
/** If a list does not move as asked, its frames cannot be counted. */
const LEAST_MOVED_SHARE = 0.5;
/** About as fast as a person who is looking for something. */
const FAST = 4_000;

type Probe = Awaited<ReturnType<typeof createProbe>>;

type LongList = {
  readonly scroller: string;
  readonly rows: (stored: number) => number;
  readonly from: 'start' | 'end';
  readonly steps: readonly ScrollStep[];
  readonly figures: { readonly rate: FigureName; readonly slow: FigureName };
  readonly prepare: (probe: Probe, scroller: string) => Promise<void>;
};

const LISTS: readonly LongList[] = [
  {
    scroller: 'main > section [data-virtuoso-scroller]',
    rows: (stored) => stored,
    from: 'start',
    steps: [
      { pixelsPerSecond: FAST, ms: 3_000 },
      { pixelsPerSecond: -FAST, ms: 1_500 },
    ],
    figures: { rate: 'listFrames', slow: 'listSlowFrames' },
    prepare: goDeep,
  },
  {
    scroller: '[role="log"] [data-virtuoso-scroller]',
    rows: () => MESSAGES,
    from: 'end',
    steps: [
      { pixelsPerSecond: -FAST, ms: 3_000 },
      { pixelsPerSecond: FAST, ms: 1_500 },
    ],
    figures: { rate: 'transcriptFrames', slow: 'transcriptSlowFrames' },
    prepare: loadBack,
  },
];
/** How Virtuoso marks its rows. */
const ROW = '[data-item-index]';

/** Frames a second while a list is scrolled; one row for each run. */
export async function measureConsoleFrames({ environment, sizes }: MeasureContext): Promise<readonly Row[]> {
  const { stored, scrolls } = sizes;
  const browser = await startChromium();
  const server = express().use(express.static(PAGE_FOLDER)).listen(0, '127.0.0.1');
  const subject = await startSubject(environment, {
    side: 'duihua',
    stored: { conversations: stored, messagesInNewest: MESSAGES },
  });
  try {
    const { port } = server.address() as AddressInfo;
    const page = await openConsole(browser, `${subject.origin}/inbox/all/conversation-${stored}`);
    const probe = await createProbe(page);
    const rounds: Row[] = [];
    for (const list of LISTS) {
      const { scroller, steps, figures } = list;
      await page.locator(`${scroller} ${ROW}`).first().waitFor();
      await list.prepare(probe, scroller);
      const place = await probe.placeOf(scroller, ROW);
      const described = { ...place, rows: list.rows(stored), from: list.from };
      const query = new URLSearchParams(
        Object.entries(described).map(([name, value]): [string, string] => [name, String(value)]),
      );
      const barePage = await openPage(browser, `http://127.0.0.1:${port}/index.html?${query.toString()}`);
      await barePage.locator(ROW).first().waitFor();
      const bare = await createProbe(barePage);
      for (let number = 1; number <= scrolls; number += 1) {
        const profile = { folder: environment.profileDir, name: `${figures.rate}-${number}` };
        const scroll: Record<Side, () => Promise<Scrolled>> = {
          floor: () => bare.scroll('[data-virtuoso-scroller]', steps),
          duihua: () => profiled(page, profile, () => probe.scroll(scroller, steps)),
        };
        const scrolled: Partial<Record<Side, Scrolled>> = {};
        // They take turns going first.
        for (const side of number % 2 === 1 ? SIDES : SIDES.toReversed()) {
          scrolled[side] = await scroll[side]();
        }
        rounds.push({
          floor: toFigures(figures, scrolled.floor),
          duihua: toFigures(figures, scrolled.duihua),
        });
      }
      await barePage.context().close();
    }
    return rounds;
  } finally {
    await subject.stop();
    server.close();
    await browser.close();
  }
}

function toFigures({ rate, slow }: LongList['figures'], scrolled: Scrolled | undefined): Row['floor'] {
  if (scrolled === undefined) throw new Error('A list was not scrolled.');
  const { ms, frames, slowFrames, moved, asked } = scrolled;
  if (moved < LEAST_MOVED_SHARE * asked)
    throw new Error(`A list moved ${Math.round(moved)} of ${Math.round(asked)} px.`);
  return { [rate]: frames / (ms / 1000), [slow]: (100 * slowFrames) / Math.max(frames, slowFrames, 1) };
}

/** Scrolls past more rows than the console keeps, so that pages are dropped and loaded in between. */
async function goDeep(probe: Probe, scroller: string): Promise<void> {
  await probe.scroll(scroller, [{ pixelsPerSecond: 3 * FAST, ms: 15_000 }]);
}

/** Loads the transcript page by page, like a person scrolling back. */
async function loadBack(probe: Probe, scroller: string): Promise<void> {
  for (const giveUpAt = Date.now() + LOADED_WITHIN_MS; ; await sleep(50)) {
    const first = await probe.toTop(scroller, ROW);
    if (first !== null && first <= LOADED_BACK_TO) return;
    if (Date.now() > giveUpAt) throw new Error(`The transcript was loaded back to ${first} only.`);
  }
}
