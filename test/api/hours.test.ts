import { MOST_EXCEPTIONS, MOST_PERIODS } from '../../src/domain/hours/opening-hours';
import { startTestApp, type TestApp, type TestOperator } from '../support/administration-app';

let app: TestApp;
let now = 0;
let brandId = '';
let channelId = '';
let member: TestOperator;
beforeAll(async () => {
  app = await startTestApp({ clock: () => now });
}, 60_000);
beforeEach(async () => {
  await app.reset();
  brandId = (await app.call('POST', '/api/v1/brands', { name: 'Tea' })).body.id;
  channelId = (await app.call('POST', '/api/v1/channels', { brandId, name: 'Tea house' })).body.id;
  member = await app.operator([brandId]);
});
afterAll(() => app.close());

const SHOP = {
  timeZone: 'Asia/Shanghai',
  weekly: {
    mon: [
      ['09:00', '12:00'],
      ['13:00', '18:00'],
    ],
    fri: [['22:00', '02:00']],
    sat: [['18:00', '24:00']],
    sun: [],
  },
  exceptions: [{ date: '2026-10-05', name: '国庆节', periods: [['10:00', '11:00']] }],
};
const ofBrand = () => `/api/v1/brands/${brandId}/hours`;
const ofChannel = () => `/api/v1/channels/${channelId}/hours`;
const put = async (path: string, hours: unknown) => {
  const { status, body } = await app.call('PUT', path, hours === null ? 'null' : hours);
  return { status, body };
};
const get = async (path: string) => (await app.call('GET', path, undefined, member)).body;

describe('the opening hours of a brand', () => {
  it('are null at first, and then what was sent', async () => {
    expect(await get(ofBrand())).toBeNull();
    expect(await put(ofBrand(), SHOP)).toEqual({ status: 200, body: SHOP });
    expect(await get(ofBrand())).toEqual(SHOP);
    expect(await put(ofBrand(), null)).toEqual({ status: 200, body: null });
    expect(await get(ofBrand())).toBeNull();
  });

  it('need neither exceptions nor names for them', async () => {
    const { exceptions: _, ...short } = SHOP;
    expect((await put(ofBrand(), short)).body).toEqual({ ...short, exceptions: [] });
    const nameless = { ...short, exceptions: [{ date: '2026-10-01', periods: [] }] };
    expect((await put(ofBrand(), nameless)).body).toEqual({
      ...short,
      exceptions: [{ date: '2026-10-01', name: '', periods: [] }],
    });
  });

  it('may have every exception and period that they can have', async () => {
    const twoDigits = (number: number): string => String(number).padStart(2, '0');
    const periods = Array.from({ length: MOST_PERIODS }, (_, hour) => [
      `${twoDigits(hour)}:00`,
      `${twoDigits(hour)}:30`,
    ]);
    const exceptions = Array.from({ length: MOST_EXCEPTIONS }, (_, day) => ({
      date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
      periods,
    }));
    const { status, body } = await put(ofBrand(), { timeZone: 'Asia/Shanghai', weekly: {}, exceptions });
    expect([status, body.exceptions]).toEqual([200, expect.any(Array)]);
  });

  it('tell what is next, from a given time or from now', async () => {
    await put(ofBrand(), SHOP);
    const next = (from: string) => get(`${ofBrand()}/next?from=${encodeURIComponent(from)}`);
    const open = { isOpen: true, opensAt: null };
    const closed = { isOpen: false, closesAt: null };
    // A Monday.
    expect(await next('2026-09-28T03:00:00Z')).toEqual({ ...open, closesAt: '2026-09-28T04:00:00.000Z' });
    expect(await next('2026-09-28T12:30:00+08:00')).toEqual({
      ...closed,
      opensAt: '2026-09-28T05:00:00.000Z',
    });
    expect(await next('2026-10-05T03:00:00Z')).toEqual({ ...closed, opensAt: '2026-10-09T14:00:00.000Z' });
    now = Date.parse('2026-09-28T09:59:59.999Z');
    expect(await get(`${ofBrand()}/next`)).toEqual({ ...open, closesAt: '2026-09-28T10:00:00.000Z' });
    now += 1;
    expect(await get(`${ofBrand()}/next`)).toEqual({ ...closed, opensAt: '2026-10-02T14:00:00.000Z' });
    await put(ofBrand(), null);
    expect(await get(`${ofBrand()}/next`)).toEqual({ ...open, closesAt: null });
    await put(ofBrand(), { ...SHOP, weekly: {}, exceptions: [] });
    expect(await get(`${ofBrand()}/next`)).toEqual({ ...closed, opensAt: null });
  });

  it('take a time only as ISO 8601', async () => {
    for (const from of ['tomorrow', '2026-09-28', '1759000000000', '']) {
      const { status, body } = await app.call('GET', `${ofBrand()}/next?from=${from}`);
      expect([from, status, body['errors']]).toEqual([
        from,
        400,
        [expect.objectContaining({ path: 'from' })],
      ]);
    }
  });

  it.each<[string, unknown, readonly string[]]>([
    ['no body', undefined, ['timeZone', 'weekly']],
    ['an empty object', {}, ['timeZone', 'weekly']],
    ['a list', [], ['']],
    ['no zone', { ...SHOP, timeZone: '' }, ['timeZone']],
    ['an unknown zone', { ...SHOP, timeZone: 'Asia/Peking' }, ['timeZone']],
    ['an offset', { ...SHOP, timeZone: '+08:00' }, ['timeZone']],
    ['another abbreviation', { ...SHOP, timeZone: 'CST' }, ['timeZone']],
    ['an unknown day', { ...SHOP, weekly: { monday: [] } }, ['weekly.monday']],
    ['another field', { ...SHOP, isOpen: true }, ['isOpen']],
    ['a day that is no list', { ...SHOP, weekly: { mon: null } }, ['weekly.mon']],
    ['half a period', { ...SHOP, weekly: { mon: [['09:00']] } }, ['weekly.mon.0']],
    ['hours without a zero', { ...SHOP, weekly: { mon: [['9:00', '18:00']] } }, ['weekly.mon.0.0']],
    ['a start at 24:00', { ...SHOP, weekly: { mon: [['24:00', '02:00']] } }, ['weekly.mon.0.0']],
    ['an end after 24:00', { ...SHOP, weekly: { mon: [['09:00', '24:01']] } }, ['weekly.mon.0.1']],
    ['a minute that is none', { ...SHOP, weekly: { mon: [['09:60', '18:00']] } }, ['weekly.mon.0.0']],
    [
      'periods of no length',
      {
        ...SHOP,
        weekly: { mon: [['09:00', '09:00']] },
        exceptions: [{ date: '2026-10-01', name: '', periods: [['00:00', '00:00']] }],
      },
      ['weekly.mon.0', 'exceptions.0.periods.0'],
    ],
    [
      'periods that overlap',
      {
        ...SHOP,
        weekly: {
          mon: [
            ['09:00', '12:00'],
            ['11:59', '18:00'],
          ],
          sun: [['23:00', '09:01']],
        },
      },
      ['weekly.mon.0', 'weekly.mon.1'],
    ],
    [
      'a date twice',
      { ...SHOP, exceptions: [...SHOP.exceptions, { date: '2026-10-05', name: '', periods: [] }] },
      ['exceptions.1.date'],
    ],
    [
      'a date that is none',
      { ...SHOP, exceptions: [{ date: '2026-02-30', name: '', periods: [] }] },
      ['exceptions.0.date'],
    ],
    [
      'a long name',
      { ...SHOP, exceptions: [{ date: '2026-10-05', name: 'x'.repeat(101), periods: [] }] },
      ['exceptions.0.name'],
    ],
    [
      'too many periods',
      { ...SHOP, weekly: { mon: Array.from({ length: 25 }, () => ['09:00', '10:00']) } },
      ['weekly.mon'],
    ],
  ])('are refused with %s', async (_, hours, paths) => {
    const { status, body } = await app.call('PUT', ofBrand(), hours);
    expect([status, body['code']]).toEqual([400, 'invalid_request']);
    expect((body['errors'] as { path: string }[]).map(({ path }) => path)).toEqual(paths);
    expect(await get(ofBrand())).toBeNull();
  });

  it('are written by administrators, and read by members', async () => {
    const stranger = await app.operator([]);
    for (const [path, mayRead] of [
      [ofBrand(), true],
      [`${ofBrand()}/next`, true],
      [ofChannel(), true],
      [`${ofChannel()}/next`, true],
    ] as const) {
      expect((await app.call('GET', path, undefined, member)).status).toBe(mayRead ? 200 : 403);
      expect((await app.call('GET', path, undefined, stranger)).status).toBe(404);
    }
    for (const path of [ofBrand(), ofChannel()]) {
      expect((await app.call('PUT', path, SHOP, member)).status).toBe(403);
    }
    expect((await app.call('DELETE', ofChannel(), undefined, member)).status).toBe(403);
    expect((await put('/api/v1/brands/none/hours', SHOP)).status).toBe(404);
    expect((await put('/api/v1/channels/none/hours', SHOP)).status).toBe(404);
    expect((await app.call('DELETE', '/api/v1/channels/none/hours')).status).toBe(404);
  });
});

describe('the opening hours of a channel', () => {
  const own = { ...SHOP, timeZone: 'Asia/Tokyo' };

  it('are its brand’s until it has its own, and again when those are taken away', async () => {
    expect(await get(ofChannel())).toEqual({ isOwn: false, hours: null });
    await put(ofBrand(), SHOP);
    expect(await get(ofChannel())).toEqual({ isOwn: false, hours: SHOP });
    expect(await put(ofChannel(), own)).toEqual({ status: 200, body: { isOwn: true, hours: own } });
    expect(await get(ofChannel())).toEqual({ isOwn: true, hours: own });
    expect(await get(ofBrand())).toEqual(SHOP);
    expect((await app.call('DELETE', ofChannel())).status).toBe(204);
    expect(await get(ofChannel())).toEqual({ isOwn: false, hours: SHOP });
    // There is nothing to take away any more.
    expect((await app.call('DELETE', ofChannel())).status).toBe(204);
  });

  it('may be always although its brand has hours', async () => {
    await put(ofBrand(), SHOP);
    expect(await put(ofChannel(), null)).toEqual({ status: 200, body: { isOwn: true, hours: null } });
    now = Date.parse('2026-09-29T00:00:00Z');
    expect(await get(`${ofChannel()}/next`)).toEqual({ isOpen: true, opensAt: null, closesAt: null });
    expect((await get(`${ofBrand()}/next`))['isOpen']).toBe(false);
  });

  it('tell what is next', async () => {
    await put(ofChannel(), own);
    // A Monday at 09:00 in Tokyo.
    expect(await get(`${ofChannel()}/next?from=2026-09-28T00:00:00Z`)).toEqual({
      isOpen: true,
      opensAt: null,
      closesAt: '2026-09-28T03:00:00.000Z',
    });
  });

  it('are refused with the same mistakes', async () => {
    const { status, body } = await put(ofChannel(), { ...SHOP, weekly: { mon: [['09:00', '09:00']] } });
    expect([status, body['errors']]).toEqual([400, [expect.objectContaining({ path: 'weekly.mon.0' })]]);
  });

  it('make a new version of its settings, once for each change', async () => {
    const version = async () => (await app.deps.channels.findWithSecrets(channelId))?.channel.settingsVersion;
    await put(ofBrand(), SHOP);
    await put(ofBrand(), SHOP);
    expect(await version()).toBe(2);
    await put(ofChannel(), own);
    await put(ofChannel(), own);
    await put(ofBrand(), own);
    expect(await version()).toBe(3);
    await app.call('DELETE', ofChannel());
    expect(await version()).toBe(4);
  });
});

describe('the text for closed times', () => {
  it('fits also with the longest time in the place of {opensAt}', async () => {
    const set = async (text: string) => {
      const body = { settings: { automatic: { outOfHours: text } } };
      return (await app.call('PATCH', `/api/v1/channels/${channelId}`, body)).status;
    };
    const longest = '00:00 on 28 September'.length;
    const text = (rest: number) => `{opensAt}${'x'.repeat(rest)}`;
    expect(await set(text(2048 - longest))).toBe(200);
    expect(await set(text(2048 - longest + 1))).toBe(400);
  });
});

describe('a body that is null', () => {
  it('is refused where an object is needed', async () => {
    const { status, body } = await app.call('POST', '/api/v1/brands', 'null');
    expect([status, body['code']]).toEqual([400, 'invalid_request']);
    expect(body['errors']).toEqual([expect.objectContaining({ path: '' })]);
  });
});
