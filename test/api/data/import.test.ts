/** Files that administrators import: what each line does, and all or nothing. */
import { ADMIN_TOKEN, startTestApp, type TestApp } from '../../support/administration-app';

let app: TestApp;
let brandId: string;
beforeAll(async () => {
  app = await startTestApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ id: brandId } = (await app.call('POST', '/api/v1/brands', { name: '茶' })).body);
});
afterAll(() => app.close());

const send = async (path: string, file: string | Buffer) => {
  const answer = await fetch(`${app.url}/api/v1/import/${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ADMIN_TOKEN}`, 'Content-Type': 'text/csv' },
    body: new Uint8Array(Buffer.from(file as string)),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const replies = async () =>
  (await app.call('GET', '/api/v1/canned-replies')).body.items.map(({ shortcut, text, folder }) => [
    shortcut,
    text,
    folder,
  ]);

describe('importing canned replies', () => {
  const path = () => `canned-replies?brandId=${brandId}`;

  it('adds all lines of a file, and says before what it would do', async () => {
    const file = '\uFEFFShortcut,text,folder\r\nhi,"你好，\r\n欢迎",问候\r\n\r\nbye,再见,\r\n';
    const expected = { created: 2, changed: 0, unchanged: 0, errors: 0 };
    const tried = await send(`${path()}&dryRun=true`, file);
    expect(tried).toMatchObject({ status: 200, body: { ...expected, dryRun: true, applied: false } });
    expect(tried.body['items']).toEqual([
      { line: 2, key: 'hi', status: 'created' },
      { line: 5, key: 'bye', status: 'created' },
    ]);
    expect(await replies()).toEqual([]);
    expect((await send(path(), file)).body).toMatchObject({ ...expected, applied: true });
    expect(await replies()).toEqual([
      ['hi', '你好，\n欢迎', '问候'],
      ['bye', '再见', null],
    ]);
    expect((await send(path(), file)).body).toMatchObject({ unchanged: 2, created: 0, applied: true });
    const audit = await app.call('GET', '/api/v1/audit?action=canned_replies.imported');
    expect(audit.body.items[0]).toMatchObject({ details: { brandId, rows: 2 } });
  });

  it('changes nothing if a line is wrong, and names every one', async () => {
    await send(path(), 'shortcut,text\nhi,old');
    const file = 'shortcut;text\nfine;ok\nhi;new\ntwo words;x\nfine;again\nempty;\nmore;a;b\nless\n';
    const { body } = await send(path(), file);
    expect(body).toMatchObject({ applied: false, errors: 6 });
    expect(body['items']).toMatchObject([
      { line: 2, status: 'created' },
      { line: 3, status: 'error', code: 'taken' },
      { line: 4, status: 'error', code: 'invalid', field: 'shortcut' },
      { line: 5, status: 'error', code: 'duplicate' },
      { line: 6, status: 'error', code: 'invalid', field: 'text' },
      { line: 7, status: 'error', code: 'wrong_columns' },
      { line: 8, status: 'error', code: 'wrong_columns' },
    ]);
    expect(await replies()).toEqual([['hi', 'old', null]]);
  });

  it('reads GBK, as spreadsheets in China write it, and refuses what is no such file', async () => {
    // shortcut,text / hi,你好
    const gbk = Buffer.concat([Buffer.from('shortcut,text\nhi,'), Buffer.from([0xc4, 0xe3, 0xba, 0xc3])]);
    expect((await send(path(), gbk)).body).toMatchObject({ created: 1, applied: true });
    expect(await replies()).toEqual([['hi', '你好', null]]);
    for (const file of [
      '',
      'word,text\na,b',
      'shortcut\na',
      'shortcut,text,text\na,b,c',
      'shortcut,text\n"a,b',
      Buffer.from([0xff, 0x80]),
    ]) {
      expect([file, (await send(path(), file)).status]).toEqual([file, 400]);
    }
    expect((await send(path(), `shortcut,text\n${'x'.repeat(2 * 1024 * 1024)}`)).status).toBe(400);
    expect((await send('canned-replies?brandId=unknown', 'shortcut,text\na,b')).status).toBe(404);
  });
});

describe('importing operators', () => {
  it('adds them with their brands, or none of them', async () => {
    const wrong = await send(
      'operators',
      'name,email,role,brands\nAnna,anna@example.com,,nowhere\nBoris,boris,boss,',
    );
    expect(wrong.body).toMatchObject({ applied: false, errors: 2 });
    expect(wrong.body['items']).toMatchObject([{ code: 'unknown_brand' }, { code: 'invalid' }]);
    const right = `name,email,role,brands\nAnna,anna@example.com,,茶\nBoris,boris@example.com,Administrator,${brandId}`;
    expect((await send('operators', right)).body).toMatchObject({ applied: true, created: 2 });
    const { items } = (await app.call('GET', '/api/v1/operators')).body;
    expect(items.find(({ name }) => name === 'Anna')).toMatchObject({
      role: 'operator',
      brandIds: [brandId],
    });
    expect(items.find(({ name }) => name === 'Boris')).toMatchObject({ role: 'administrator' });
    const made = (await app.call('GET', '/api/v1/audit?action=operator.created')).body.items;
    expect(made.slice(0, 2)).toMatchObject([
      { target: { type: 'operator' } },
      { target: { type: 'operator' } },
    ]);
    await app.call('POST', '/api/v1/brands', { name: '茶' });
    const unclear = 'name,email,role,brands\nCai,cai@example.com,,茶';
    expect((await send('operators', unclear)).body).toMatchObject({ items: [{ code: 'unknown_brand' }] });
    expect((await send('operators', right)).body).toMatchObject({ applied: false, errors: 2 });
  });
});

describe('importing tags', () => {
  it('adds tags to contacts by their openid', async () => {
    const channel = await app.call('POST', '/api/v1/channels', { brandId, name: '号' });
    const channelId = channel.body.id;
    await app.database.db.execute(
      `insert into contacts (id, channel_id, open_id, tags) values ('c1', '${channelId}', 'oAnna', '{vip}')`,
    );
    const path = `tags?channelId=${channelId}`;
    expect((await send(path, 'openId,tags\noAnna,vip;新客\noNobody,vip')).body).toMatchObject({
      applied: false,
      changed: 1,
      items: [{ status: 'changed' }, { status: 'error', code: 'unknown_contact' }],
    });
    expect((await send(path, 'openid,tags\noAnna,vip;新客')).body).toMatchObject({
      applied: true,
      changed: 1,
    });
    expect((await send(path, 'openid,tags\noAnna,新客')).body).toMatchObject({ unchanged: 1 });
    expect((await app.call('GET', '/api/v1/contacts/c1')).body['tags']).toEqual(['vip', '新客']);
  });
});

it('a file of far too many lines is refused without reading them all: half a million would take half a minute', async () => {
  const file = `shortcut,text\n${'hi\n'.repeat(500_000)}`;
  const { status, body } = await send(`canned-replies?brandId=${brandId}`, file);
  expect([status, body['detail']]).toEqual([400, 'body: must have at most 5000 lines.']);
}, 10_000);

it('a NUL in any cell is a wrong line, which names its column', async () => {
  const { id: channelId } = (await app.call('POST', '/api/v1/channels', { brandId, name: '号' })).body;
  const nul = { code: 'invalid', detail: 'must not contain a NUL character' };
  const wrong: readonly (readonly [string, string, string])[] = [
    [`tags?channelId=${channelId}`, 'openId,tags\no\0Anna,vip', 'openId'],
    [`tags?channelId=${channelId}`, 'openId,tags\noAnna,vi\0p', 'tags'],
    ['operators', 'name,email,brands\nLi,li@example.com,\0', 'brands'],
    [`canned-replies?brandId=${brandId}`, 'shortcut,text,folder\nhi,您好,\0', 'folder'],
  ];
  for (const [path, file, field] of wrong) {
    const { status, body } = await send(path, file);
    expect([status, body['items']]).toMatchObject([200, [{ line: 2, status: 'error', field, ...nul }]]);
  }
});
