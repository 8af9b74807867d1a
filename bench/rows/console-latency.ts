/** From a webhook to the message on the screen, with one browser and 49 other clients of the event stream. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { createProbe, openConsole, openPage, startChromium } from '../browser/chromium';
import { signInOperators } from '../browser/operators';
import { shownAt } from '../browser/shown-at';
import { callApi } from '../load/call-api';
import { createDelivery, createOpenIds } from '../load/deliveries';
import { numberedText } from '../load/numbered-texts';
import { sendSteadily } from '../load/send-steadily';
import { openStreams } from '../load/streams';
import type { MeasureContext } from '../measures/measure';
import { openConversations } from '../measures/settle';
import { quantile } from '../statistics';
import { SIDES, type Side, startSubject } from '../subject';
import type { Row } from './row';

const STREAMS = 49;
const CONTACTS = 21;
/** Each is two changes: one of the message and one of its conversation. */
const PER_SECOND = 10;
/** For each part, because a side has been idle before. */
const WARM_UP = 20;
const ARRIVED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;
/** The message, in the console and in the bare page. */
const ROWS = '[data-direction="inbound"]';

type Watched = {
  /** Sends `count` messages and waits until they have arrived everywhere. Throws if one is lost. */
  readonly measure: (count: number) => Promise<void>;
  readonly figures: () => Row['floor'];
};
/** Clean-up functions, run last to first. */
type End = () => Promise<void>;

/** Both sides are running, and one is idle while the other is measured: floor, Duihua, Duihua, floor. */
export async function measureConsoleLatency(context: MeasureContext): Promise<Row> {
  const browser = await startChromium();
  const ends: End[] = [() => browser.close()];
  try {
    const watched: Watched[] = [];
    for (const side of SIDES) watched.push(await watchSide(side, context, browser, ends));
    for (const one of [...watched, ...watched.toReversed()]) {
      await one.measure(context.sizes.consoleMessages / 2);
    }
    const [floor = {}, duihua = {}] = watched.map(({ figures }) => figures());
    return { floor, duihua };
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function watchSide(
  side: Side,
  context: MeasureContext,
  browser: Browser,
  ends: End[],
): Promise<Watched> {
  const { environment } = context;
  const subject = await startSubject(environment, { side });
  ends.push(subject.stop);
  const { origin } = subject;
  const [openId = '', ...others] = createOpenIds('console', CONTACTS);
  await openConversations(subject, context, [openId, ...others]);
  const isFloor = side === 'floor';
  const cookies = isFloor ? Array<string>(STREAMS).fill('') : await signInOperators(origin, STREAMS);
  const streams = await openStreams(`${origin}${isFloor ? '' : '/api/v1'}/events`, cookies);
  ends.push(streams.close);
  const page = isFloor
    ? await openPage(browser, `${origin}/?contact=${openId}`)
    : await openConsole(browser, `${origin}/inbox/all/${await conversationOf(origin, openId)}`);
  if (!isFloor) await page.locator(ROWS).first().waitFor();
  const probe = await createProbe(page);
  await probe.watch(ROWS);

  const sentToOpen: number[] = [];
  let count = 0;
  /** What is measured of each message in the open conversation, ms. */
  const onScreen: number[] = [];
  const atLastStream: number[] = [];
  const answers: number[] = [];

  /**
   * When each message was shown, and when the last client had it, once nothing is missing; throws after a long time.
   */
  const whenArrived = async (numbers: readonly number[]) => {
    for (const giveUpAt = Date.now() + ARRIVED_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
      const shown = shownAt(sentToOpen, await probe.sightings());
      const arrivals = await streams.arrivals();
      const missed = arrivals.flatMap((ofOne) => numbers.filter((number) => !ofOne.has(number))).length;
      const atLast = (number: number): number =>
        Math.max(...arrivals.map((ofOne) => ofOne.get(number) ?? Number.NaN));
      if (shown !== undefined && missed === 0) return { shown, atLast };
      if (Date.now() < giveUpAt) continue;
      const lost = `${missed} of ${arrivals.length * numbers.length} messages did not arrive on the streams`;
      throw new Error(`${side}: ${lost}, and the page shows ${shown === undefined ? 'not ' : ''}all of its.`);
    }
  };

  return {
    async measure(more) {
      const numbers = Array.from({ length: more }, () => {
        count += 1;
        return count;
      });
      const deliveries = numbers.map((number) => {
        const from = isOfOpen(number) ? openId : (others[(number >> 1) % others.length] ?? '');
        return createDelivery(environment.account, from, numberedText(number));
      });
      sentToOpen.push(...numbers.filter(isOfOpen));
      const sent = await sendSteadily(subject, deliveries, PER_SECOND);
      const { shown, atLast } = await whenArrived(numbers);
      for (const [index, number] of numbers.entries()) {
        const { at = Number.NaN, answeredAfter = Number.NaN } = sent[index] ?? {};
        if (index < WARM_UP) continue;
        answers.push(answeredAfter);
        atLastStream.push(atLast(number) - at);
        if (isOfOpen(number)) onScreen.push((shown.get(number) ?? Number.NaN) - at);
      }
    },
    figures: () => ({
      consoleLatencyP50: quantile(onScreen, 0.5),
      consoleLatencyP99: quantile(onScreen, 0.99),
      consoleStreamsP99: quantile(atLastStream, 0.99),
      consoleAnswerP50: quantile(answers, 0.5),
      consoleAnswerP99: quantile(answers, 0.99),
    }),
  };
}

/** Every other message belongs to the conversation that is open on the page. */
function isOfOpen(number: number): boolean {
  return number % 2 === 0;
}

async function conversationOf(origin: string, openId: string): Promise<string> {
  type Found = { readonly items: readonly { readonly id: string; readonly contact: { openId: string } }[] };
  const { items } = await callApi<Found>(origin, 'GET', '/conversations?limit=100');
  const found = items.find(({ contact }) => contact.openId === openId);
  if (found === undefined) throw new Error('The conversation to be opened is not there.');
  return found.id;
}
