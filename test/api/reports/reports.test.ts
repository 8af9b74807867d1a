import { LOSS_CSV, SUMMARY_CSV } from '../../../src/api/reports/csv-shapes';
import { CSV_MARK } from '../../../src/domain/csv';
import type { TestOperator } from '../../support/administration-app';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';

let app: ConversationApp;
let place: { readonly brandId: string; readonly channelId: string };
let anna: TestOperator;
let stranger: TestOperator;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  place = await app.channel();
  anna = await app.operator([place.brandId]);
  stranger = await app.operator([(await app.channel()).brandId]);
});
afterAll(() => app.close());

const get = (path: string, as?: TestOperator, headers: Readonly<Record<string, string>> = {}) =>
  app.call('GET', `/api/v1/reports/${path}`, undefined, {
    ...(as === undefined ? {} : { token: as.token }),
    headers,
  });
const totalsOf = async (query: string, as?: TestOperator) => {
  const { status, body } = await get(`summary${query}`, as);
  expect(status).toBe(200);
  return body['totals'] as Record<string, unknown>;
};
const rowsOf = (text: string) =>
  text
    .replace(CSV_MARK, '')
    .trim()
    .split('\r\n')
    .map((line) => line.slice(1, -1).split('","'));

async function attendedConversation(openId = 'openid-1') {
  const { conversationId } = await app.receive(place.channelId, 'hi', openId);
  await app.call('POST', `/api/v1/conversations/${conversationId}/attend`, {}, anna);
  await app.host.idle();
  return conversationId;
}

describe('reports', () => {
  it('show operators only the brands that they may see, whichever brand or channel they ask for', async () => {
    await attendedConversation();
    expect(await totalsOf('')).toMatchObject({
      started: 1,
      attended: 1,
      messagesIn: 1,
      openNow: { active: 1 },
    });
    expect(await totalsOf('', anna)).toMatchObject({ started: 1, attended: 1 });
    expect(await totalsOf('?operatorId=me', anna)).toMatchObject({ started: 1, attended: 1 });
    for (const query of ['', `?brandId=${place.brandId}`, `?channelId=${place.channelId}`]) {
      expect(await totalsOf(query, stranger)).toMatchObject({ started: 0, messagesIn: 0, openNow: {} });
    }
    const list = await get('conversations?figure=started', stranger);
    expect(list.body.items).toEqual([]);
  });

  it('keep losses and operators for administrators, also the conversations behind a loss', async () => {
    for (const path of [
      'losses',
      'operators',
      'conversations?figure=refused',
      'conversations?figure=endedWaiting',
    ]) {
      expect((await get(path, anna)).status).toBe(403);
      expect((await get(path)).status).toBe(200);
    }
  });

  it('count a reply that is refused twice under one key once, and say so in words', async () => {
    const id = await attendedConversation();
    // WeChat says that the window is closed.
    app.host.behaviour.outcome = { type: 'refused', code: 'window_closed', wechatCode: 45015 };
    const reply = (key: string) =>
      app.call(
        'POST',
        `/api/v1/conversations/${id}/messages`,
        { type: 'text', text: 'hello' },
        {
          token: anna.token,
          headers: { 'Idempotency-Key': key },
        },
      );
    expect((await reply('first')).body['status']).toBe('failed');
    for (const key of ['one', 'one', 'two']) expect((await reply(key)).body['code']).toBe('window_closed');
    const { body } = await get('losses');
    expect(body['refused']).toEqual({ window_closed: 2, consecutive_limit_reached: 0 });
    expect(body['failedByCode']).toEqual({ '45015': 1 });
    expect(body['sentences']).toContainEqual({
      code: 'after_window',
      text: '2 replies came after the window; 2 of them within 3 h after it.',
      facts: { count: 2, within3Hours: 2 },
    });
    expect((await get('conversations?figure=refused&reason=window_closed')).body.items).toMatchObject([
      { id },
    ]);
    expect((await get('conversations?figure=refused&reason=consecutive_limit_reached')).body.items).toEqual(
      [],
    );
  });

  it('are tables as well, equal to the JSON, with the same columns whatever has happened', async () => {
    const empty = await get('summary', undefined, { Accept: 'text/csv' });
    expect(empty.headers.get('content-type')).toContain('text/csv');
    expect(rowsOf(empty.text)[0]).toEqual(SUMMARY_CSV.columns);
    await attendedConversation();
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
    const query = `summary?from=${inDays(-40)}&to=${inDays(1)}&bucket=week`;
    const { body } = await get(query);
    const [columns = [], ...rows] = rowsOf((await get(query, undefined, { Accept: 'text/csv' })).text);
    const series = body['series'] as readonly Record<string, never>[];
    expect(rows.length).toBe(series.length);
    rows.forEach((row, place) => {
      for (const [index, column] of columns.entries()) {
        let value: unknown = series[place];
        for (const part of column.split('.')) value = (value as Record<string, unknown> | undefined)?.[part];
        expect([column, row[index]]).toEqual([
          column,
          value === null ? '' : `${(value as string | number | undefined) ?? 0}`,
        ]);
      }
    });
    const losses = await get('losses', undefined, { Accept: 'text/csv' });
    expect(rowsOf(losses.text)[0]).toEqual(LOSS_CSV.columns);
    for (const [path, first] of [
      ['operators', 'operator.id'],
      ['reach', 'start'],
      ['heatmap', 'weekday'],
    ] as const) {
      const table = await get(path, undefined, { Accept: 'text/csv' });
      expect(rowsOf(table.text)[0]?.[0]).toBe(first);
    }
  });

  it('are tables whose days begin at midnight where the reader is', async () => {
    const days = 'from=2026-03-27T23:00:00Z&to=2026-03-29T22:00:00Z&bucket=day&timeZone=Europe/Berlin';
    for (const report of ['summary', 'reach', 'losses']) {
      const table = await get(`${report}?${days}`, undefined, { Accept: 'text/csv' });
      expect(rowsOf(table.text).map(([start]) => start)).toEqual([
        'start',
        '2026-03-28T00:00:00.000+01:00',
        '2026-03-29T00:00:00.000+01:00',
      ]);
      // The day on which summer time begins has an hour less.
      const hours = await get(`${report}?${days.replace('day', 'hour')}`, undefined, { Accept: 'text/csv' });
      expect(
        rowsOf(hours.text)
          .slice(26, 28)
          .map(([start]) => start),
      ).toEqual(['2026-03-29T01:00:00.000+01:00', '2026-03-29T03:00:00.000+02:00']);
      const { body } = await get(`${report}?${days}`);
      expect((body['series'] as { start: string }[])[0]?.start).toBe('2026-03-27T23:00:00.000Z');
    }
  });

  it('keep a name that a spreadsheet would run from running', async () => {
    await app.call('PATCH', `/api/v1/operators/${anna.id}`, { name: '=1+1' });
    await attendedConversation();
    const [columns = [], row = []] = rowsOf((await get('operators', undefined, { Accept: 'text/csv' })).text);
    expect(row[columns.indexOf('operator.name')]).toBe("'=1+1");
  });

  it('refuse a period that is empty, too many entries, a zone that is none, and a cursor that is none', async () => {
    const day = 'from=2026-01-02T00:00:00.000Z&to=2026-01-02T00:00:00.000Z';
    for (const path of [
      `summary?${day}`,
      'summary?from=2020-01-01T00:00:00.000Z&bucket=hour',
      'summary?timeZone=Mars/Olympus',
      'summary?bucket=year',
      'conversations?figure=started&cursor=none',
      'conversations?figure=everything',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 400]);
    }
  });
});
