/** A channel asks for ratings; the operator sees what the contact tapped, and asks by hand. */
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import {
  type BrowserDesk,
  describeInBrowser,
  findBarriers,
  type Person,
  shoot,
  startBrowserDesk,
} from './support';

jest.setTimeout(180_000);

describeInBrowser('rating', () => {
  let desk: BrowserDesk;
  let mei: Person;
  beforeAll(async () => {
    desk = await startBrowserDesk();
    mei = await desk.addOperator('Mei');
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const row = (page: Page, text: string) => page.getByRole('link').filter({ hasText: text });
  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
  type Menu = { readonly list: readonly { readonly id: string; readonly content: string }[] };
  const taps = async (openId: string, text: string): Promise<void> => {
    const { body } = await eventually(
      () => desk.simulator.received({ openId }).find((one) => one.body['msgtype'] === 'msgmenu'),
      'the question on the phone',
    );
    const { list } = body['msgmenu'] as Menu;
    const bizmsgmenuid = list.find(({ content }) => content === text)?.id ?? '';
    await desk.simulator.write({ openId }, { type: 'text', text, bizmsgmenuid });
  };
  const ratingOf = async () => {
    const { body } = await desk.call<{ items: readonly { readonly id: string }[] }>('GET', '/channels');
    const id = body.items[0]?.id ?? '';
    const channel = await desk.call<{ settings: { automatic: { rating: object } } }>(
      'GET',
      `/channels/${id}`,
    );
    return { id, rating: channel.body.settings.automatic.rating };
  };

  test('a channel says how it asks', async () => {
    const { id } = await ratingOf();
    const page = await desk.openAs(desk.administrator, `/setup/channels/${id}/settings`);
    await page.getByRole('switch', { name: 'Ask when an operator completes a conversation' }).click();
    await page.getByLabel('Question', { exact: true }).fill('How was it?');
    for (const [score, label] of [
      ['5', 'Great'],
      ['4', ''],
      ['3', ''],
      ['2', ''],
    ] as const)
      await page.getByLabel(`Text for score ${score}`).fill(label);
    await page.getByLabel('Text for score 1').fill('');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Fill in at least 2 choices.').waitFor();
    await page.getByLabel('Text for score 1').fill('Bad');
    await page.getByLabel('Thanks').fill('Thank you!');
    await shoot(page, 'rating-settings');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Settings saved.').waitFor();
    expect((await ratingOf()).rating).toEqual({
      isEnabled: true,
      text: 'How was it?',
      options: [
        { id: '5', label: 'Great' },
        { id: '1', label: 'Bad' },
      ],
      thanks: 'Thank you!',
      onAutomaticClose: false,
      askReasonBelow: null,
      reasonText: null,
    });
  });

  test('an operator asks by hand, and sees the rating in the header and in the list', async () => {
    await desk.writes('oRates', 'Is my tea on its way?');
    const page = await desk.openAs(mei);
    await row(page, 'Is my tea').click();
    await button(page, 'Attend').click();
    await page.getByRole('link', { name: 'Mine' }).click();
    await row(page, 'Is my tea').click();
    await button(page, 'Ask for a rating').click();
    await page.getByText('How was it?').first().waitFor();
    await page.locator('button[aria-label="Ask for a rating"][disabled]').waitFor();
    await taps('oRates', 'Great');
    await page.getByText('Rated 5 of 5: Great').waitFor();
    await row(page, '5 of 5').waitFor();
    await shoot(page, 'rated');
    expect(await findBarriers(page)).toEqual([]);
  });
});
