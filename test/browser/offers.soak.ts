/** Offers: one operator is rung at a time, with the time that is left, and answers by a click or a key. */
import type { Page } from 'playwright-core';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  ringForAnHour,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('an offer', () => {
  let desk: BrowserDesk;
  let people = 0;
  let li: Person;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    await ringForAnHour(desk);
  });
  beforeEach(async () => {
    people += 1;
    li = await desk.addOperator(`Li ${people}`);
    mei = await desk.addOperator(`Mei ${people}`);
    await route({ mode: 'offer', offerSeconds: 60, autoAttend: false });
  });
  afterAll(() => desk.close());
  afterEach(async () => {
    expect(await desk.endPages()).toEqual([]);
    // Nothing of one test is offered in the next: nobody who could be asked is left, and nothing that waits.
    for (const { id } of [li, mei]) await desk.call('PATCH', `/operators/${id}`, { isDisabled: true });
    const open = await desk.call<{ items: readonly { readonly id: string }[] }>(
      'GET',
      '/conversations?state=waiting&state=missed&state=active&limit=100',
    );
    for (const { id } of open.body.items) {
      await desk.call('POST', `/conversations/${id}/attend`);
      await desk.call('POST', `/conversations/${id}/complete`);
    }
  });

  const route = async (routing: object): Promise<void> => {
    const { status } = await desk.call('PATCH', `/brands/${desk.brandId}/routing`, routing);
    expect(status).toBe(200);
  };
  const cards = (page: Page) => page.getByTestId('offer');
  const row = (page: Page, text: string) => page.locator('[data-row]').filter({ hasText: text });
  const openInbox = async (who: Person): Promise<Page> => {
    const page = await desk.openAs(who);
    await page.getByTestId('availability').waitFor();
    return page;
  };
  /** Both are there, and one of them is asked. */
  const offered = async (openId: string, text: string) => {
    const [one, other] = [
      { who: li, page: await openInbox(li) },
      { who: mei, page: await openInbox(mei) },
    ] as const;
    await desk.writes(openId, text);
    const { offer } = await desk.conversation(openId, (conversation) => conversation.offer !== null);
    const isOne = offer?.operator.id === one.who.id;
    return { asked: isOne ? one : other, notAsked: isOne ? other : one };
  };

  test('rings for one operator, who declines it by a key; it passes to the other, who attends by a key', async () => {
    const { asked, notAsked } = await offered('oFirst', 'Is the oolong fresh?');
    const card = cards(asked.page);
    await card.getByText('Is the oolong fresh?').waitFor();
    await asked.page.getByRole('button', { name: 'Ringing: 1 waiting' }).waitFor();
    const left = async () =>
      Number.parseInt(/^(\d+) s$/.exec((await card.getByRole('timer').textContent()) ?? '')?.[1] ?? '60', 10);
    const before = await left();
    await asked.page.waitForTimeout(2_500);
    expect(before - (await left())).toBeGreaterThanOrEqual(1);
    await asked.page
      .getByRole('status')
      .filter({ hasText: /is offered to you for \d+/ })
      .waitFor({ state: 'attached' });
    expect(await findBarriers(asked.page)).toEqual([]);
    await shoot(asked.page, 'offer');

    // The others see to whom it is offered, and are not rung.
    await row(notAsked.page, 'Is the oolong fresh?')
      .getByText(new RegExp(`Offered to ${asked.who.name}, \\d+ s left`))
      .waitFor();
    expect(await cards(notAsked.page).count()).toBe(0);
    expect(await notAsked.page.getByRole('button', { name: /Ringing/ }).count()).toBe(0);
    expect(await notAsked.page.title()).not.toMatch(/^\(/);
    await shoot(notAsked.page, 'offer-to-another');

    await asked.page.keyboard.press('d');
    await card.waitFor({ state: 'hidden' });
    await cards(notAsked.page).getByText('Is the oolong fresh?').waitFor();
    await asked.page
      .getByRole('status')
      .filter({ hasText: /Declined: / })
      .waitFor({ state: 'attached' });
    await notAsked.page.keyboard.press('a');
    await notAsked.page.getByText('Assigned to you', { exact: true }).waitFor();
    await notAsked.page.waitForURL('**/inbox/mine/*');
    await notAsked.page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Reply');
    const { operator } = await desk.conversation('oFirst', ({ state }) => state === 'active');
    expect(operator?.id).toBe(notAsked.who.id);
  });

  test('is there after a reload, and goes away with a word when a colleague attends', async () => {
    const { asked, notAsked } = await offered('oTaken', 'Anybody there?');
    await cards(asked.page).waitFor();
    await asked.page.reload();
    await cards(asked.page).getByText('Anybody there?').waitFor();
    await row(notAsked.page, 'Anybody there?').click();
    await notAsked.page.getByRole('button', { name: 'Attend' }).click();
    await notAsked.page.getByText('Assigned to you', { exact: true }).waitFor();
    await cards(asked.page).waitFor({ state: 'hidden' });
    await asked.page
      .getByRole('status')
      .filter({ hasText: `${notAsked.who.name} attends ` })
      .waitFor({ state: 'attached' });
  });

  test('runs out by itself, and is attended by n before whatever else waits', async () => {
    await route({ offerSeconds: 10 });
    const page = await openInbox(li);
    await desk.writes('oLate', 'Too late');
    await cards(page).getByText('Too late').waitFor();
    await cards(page).waitFor({ state: 'hidden', timeout: 20_000 });
    await page.getByRole('status').filter({ hasText: 'is over' }).waitFor({ state: 'attached' });
    // It comes back when as much time has passed again, because nobody else is there.
    await cards(page).getByText('Too late').waitFor({ timeout: 60_000 });
    await page.keyboard.press('n');
    await page.getByText('Assigned to you', { exact: true }).waitFor();
    await cards(page).waitFor({ state: 'hidden' });
  });

  test('stacks with others, fits a phone in the dark, and is attended by a tap', async () => {
    const page = await desk.openAs(li, '/inbox/waiting', {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    });
    await page.getByTestId('availability').waitFor();
    for (const [openId, text] of [
      ['oPhone1', 'First of two, with quite a long question about the way the tea was packed this time'],
      ['oPhone2', 'Second of two'],
    ] as const) {
      await desk.writes(openId, text);
      await cards(page)
        .filter({ hasText: text.slice(0, 10) })
        .waitFor();
    }
    expect(await cards(page).count()).toBe(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'offer-phone-dark');
    const second = cards(page).filter({ hasText: 'Second of two' });
    await second.getByRole('button', { name: /Attend/ }).click();
    await page.waitForURL('**/inbox/mine/*');
    await page.getByRole('log').getByText('Second of two').waitFor();
    expect(await cards(page).count()).toBe(1);
  });

  test('without asking: the operator is told whose conversation has become theirs', async () => {
    await route({ autoAttend: true });
    const page = await openInbox(li);
    await desk.writes('oAuto', 'Whoever is there');
    await page.getByText(/was assigned to you$/).waitFor();
    expect(await cards(page).count()).toBe(0);
    await page.getByRole('button', { name: 'Your status: Online, conversations: 1' }).waitFor();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByRole('log').getByText('Whoever is there').waitFor();
    await page.getByText('Assigned to you', { exact: true }).waitFor();
  });
});
