/** Opening hours under Set-up: of a brand and of a channel, with mistakes beside their fields, and what holds now. */
import type { Page } from 'playwright-core';
import { type BrowserDesk, describeInBrowser, findBarriers, shoot, startBrowserDesk } from './support';

jest.setTimeout(180_000);

type Hours = {
  readonly timeZone: string;
  readonly weekly: Readonly<Record<string, readonly (readonly [string, string])[]>>;
  readonly exceptions: readonly object[];
};

describeInBrowser('opening hours', () => {
  let desk: BrowserDesk;
  let channelId = '';
  beforeAll(async () => {
    desk = await startBrowserDesk();
    const { body } = await desk.call<{ items: readonly { readonly id: string }[] }>('GET', '/channels');
    channelId = body.items[0]?.id ?? '';
  });
  afterAll(() => desk.close());
  afterEach(async () => expect(await desk.endPages()).toEqual([]));

  const ofBrand = async () => (await desk.call<Hours | null>('GET', `/brands/${desk.brandId}/hours`)).body;
  const ofChannel = async () =>
    (await desk.call<{ isOwn: boolean; hours: Hours | null }>('GET', `/channels/${channelId}/hours`)).body;
  const save = async (page: Page) => {
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved. Open conversations follow at once.').first().waitFor();
  };
  const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
  const status = (page: Page) => page.getByRole('region', { name: 'When it is open' }).getByRole('status');
  const chooseZone = async (page: Page, typed: string, option: string) => {
    await page.getByRole('combobox', { name: 'Time zone' }).fill(typed);
    await page.locator('.ant-select-dropdown:visible').getByText(option).first().click();
  };

  test('of a brand: by keyboard, with a lunch break, a night and a holiday', async () => {
    const page = await desk.openAs(desk.administrator, '/setup/brands');
    await page.goto(`${desk.url}/setup/brands/${desk.brandId}`);
    await page.getByRole('link', { name: 'Opening hours' }).click();
    await status(page).getByText('Always open').waitFor();
    await page.getByRole('radio', { name: 'Only at certain hours' }).check();
    await chooseZone(page, '+8 shang', 'Shanghai · UTC+08:00');
    expect(await findBarriers(page)).toEqual([]);

    // What is typed in short becomes a time.
    await field(page, 'Monday, period 1, opens').fill('9');
    await field(page, 'Monday, period 1, closes').fill('12');
    await page.getByRole('button', { name: 'Add hours Monday' }).press('Enter');
    // The new period has the focus.
    await page.keyboard.type('1300');
    await page.keyboard.press('Tab');
    await page.keyboard.type('18:00');
    await page.keyboard.press('Tab');
    expect(await field(page, 'Monday, period 2, opens').inputValue()).toBe('13:00');
    await page.getByRole('button', { name: 'Copy the hours of Monday' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Copy to Monday to Friday' }).click();
    expect(await field(page, 'Friday, period 2, closes').inputValue()).toBe('18:00');
    await field(page, 'Friday, period 2, closes').fill('2');
    await field(page, 'Friday, period 2, closes').press('Tab');
    await page.getByRole('group', { name: 'Friday' }).getByText('next day').waitFor();

    await page.getByRole('button', { name: 'Add a date' }).click();
    await page.getByLabel('Exception 1, date').fill('2099-10-01');
    await field(page, 'Exception 1, name').fill('National Day');
    await page.getByRole('group', { name: 'Saturday' }).getByText('Closed').waitFor();
    await save(page);
    await status(page)
      .getByText(/in Shanghai$/)
      .waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'hours-brand');
    const lunch = [
      ['09:00', '12:00'],
      ['13:00', '18:00'],
    ];
    expect(await ofBrand()).toEqual({
      timeZone: 'Asia/Shanghai',
      weekly: {
        mon: lunch,
        tue: lunch,
        wed: lunch,
        thu: lunch,
        fri: [
          ['09:00', '12:00'],
          ['13:00', '02:00'],
        ],
        sat: [],
        sun: [],
      },
      exceptions: [{ date: '2099-10-01', name: 'National Day', periods: [] }],
    });

    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await shoot(page, 'hours-brand-phone');
  });

  test('mistakes are shown beside their fields, and nothing is saved', async () => {
    const before = await ofBrand();
    const page = await desk.openAs(desk.administrator, `/setup/brands/${desk.brandId}/hours`);
    await field(page, 'Monday, period 1, closes').fill('13:30');
    await field(page, 'Tuesday, period 1, opens').fill('noon');
    await field(page, 'Wednesday, period 1, closes').fill('9');
    await page.getByRole('button', { name: 'Add a date' }).click();
    await page.getByLabel('Exception 2, date').fill('2099-10-01');
    await page.getByRole('button', { name: 'Save' }).click();
    const day = (name: string) => page.getByRole('group', { name });
    await day('Monday').getByText('It overlaps with an earlier period.').waitFor();
    await day('Tuesday').getByText('Enter two times, such as 09:00 and 18:00.').waitFor();
    await day('Wednesday').getByText('It ends when it starts.').waitFor();
    await page.getByText('This date is already in the list.').waitFor();
    expect(await field(page, 'Wednesday, period 1, closes').getAttribute('aria-invalid')).toBe('true');
    expect(await findBarriers(page)).toEqual([]);
    await shoot(page, 'hours-mistakes');
    expect(await ofBrand()).toEqual(before);

    await field(page, 'Monday, period 1, closes').fill('13');
    await field(page, 'Tuesday, period 1, opens').fill('8');
    await field(page, 'Wednesday, period 1, closes').fill('12');
    await page.getByRole('button', { name: 'Remove Exception 2' }).click();
    await save(page);
    expect((await ofBrand())?.weekly['mon']).toEqual([
      ['09:00', '13:00'],
      ['13:00', '18:00'],
    ]);
  });

  test('of a channel: its brand’s, its own, or always, in Chinese and in the dark too', async () => {
    const page = await desk.openAs(desk.administrator, `/setup/channels/${channelId}`);
    await page.getByRole('link', { name: 'Opening hours' }).click();
    expect(await page.getByRole('radio', { name: 'As the brand' }).isChecked()).toBe(true);
    await status(page)
      .getByText(/in Shanghai$/)
      .waitFor();
    await page.getByRole('radio', { name: 'Always open' }).check();
    await save(page);
    await status(page).getByText('Always open').waitFor();
    expect(await ofChannel()).toEqual({ isOwn: true, hours: null });

    await page.getByRole('radio', { name: 'Only at certain hours' }).check();
    await chooseZone(page, 'tokyo', 'Tokyo · UTC+09:00');
    await page.getByRole('button', { name: 'Remove Monday, period 2' }).click();
    await page.getByRole('button', { name: 'Remove Monday, period 1' }).click();
    await page.getByRole('group', { name: 'Monday' }).getByText('Closed').waitFor();
    await save(page);
    await status(page)
      .getByText(/in Tokyo$/)
      .waitFor();
    expect(await ofChannel()).toMatchObject({
      isOwn: true,
      hours: { timeZone: 'Asia/Tokyo', weekly: { mon: [] } },
    });

    const chinese = await desk.openAs(desk.administrator, `/setup/channels/${channelId}/hours`, {
      locale: 'zh-CN',
      colorScheme: 'dark',
      timezoneId: 'America/New_York',
    });
    await chinese.getByText(/东京时间/).waitFor();
    expect(await findBarriers(chinese)).toEqual([]);
    await shoot(chinese, 'hours-channel-zh-dark');
    await chinese.getByRole('radio', { name: '与品牌一致' }).check();
    await chinese.getByRole('button', { name: /^保\s?存$/ }).click();
    await chinese.getByText(/上海时间/).waitFor();
    expect(await ofChannel()).toEqual({ isOwn: false, hours: await ofBrand() });
  });

  test('whoever leaves without saving is asked', async () => {
    const page = await desk.openAs(desk.administrator, `/setup/brands/${desk.brandId}/hours`);
    await page.getByRole('radio', { name: 'Always open' }).check();
    await page.getByRole('link', { name: 'Routing' }).click();
    await page.getByText('Leave without saving?').waitFor();
    await page.getByRole('button', { name: 'Stay here' }).click();
    expect(await page.getByRole('radio', { name: 'Always open' }).isChecked()).toBe(true);
  });
});
