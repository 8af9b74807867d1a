/** A draft on several devices: nothing that was typed is lost, and nothing is replaced while it is typed. */
import { createDraftSync } from '../../src/console/conversation/composer/draft/draft-sync';

const WAIT_MS = 800;

/** What the API has, and when it answers. */
function createServer() {
  const server = { text: '', saves: [] as string[], isDown: false, answer: null as Promise<void> | null };
  const save = async (text: string): Promise<void> => {
    server.saves.push(text);
    await server.answer;
    if (server.isDown) throw new Error('no connection');
    server.text = text;
  };
  return { server, save };
}

function createDevice({ server, save }: ReturnType<typeof createServer>, before = { text: '', kept: '' }) {
  const stored = { ...before };
  const sync = createDraftSync({
    read: () => stored.text,
    write: (text) => {
      stored.text = text;
    },
    readKept: () => stored.kept,
    writeKept: (text) => {
      stored.kept = text;
    },
    save,
  });
  const type = (text: string): void => {
    stored.text = text;
    sync.touched();
  };
  const load = ({ keepsBoth = false } = {}): void => sync.beginLoad()(server.text, { keepsBoth });
  return { stored, sync, type, load };
}

describe('a draft', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  const rest = () => jest.advanceTimersByTimeAsync(WAIT_MS);

  it('is saved once its operator pauses, not with every key', async () => {
    const api = createServer();
    const device = createDevice(api);
    for (const text of ['H', 'He', 'Hel']) {
      device.type(text);
      await jest.advanceTimersByTimeAsync(WAIT_MS - 1);
    }
    expect(api.server.saves).toEqual([]);
    await rest();
    expect(api.server.saves).toEqual(['Hel']);
  });

  it('appears on another device, and goes from it when it is sent', async () => {
    const api = createServer();
    const [one, other] = [createDevice(api), createDevice(api)];
    one.type('Hello');
    await rest();
    other.load({ keepsBoth: true });
    expect(other.stored.text).toBe('Hello');
    one.type('');
    await rest();
    other.load();
    expect(other.stored.text).toBe('');
  });

  it('is not replaced while more has been typed than was saved', async () => {
    const api = createServer();
    const [one, other] = [createDevice(api), createDevice(api)];
    one.type('Hello');
    await rest();
    other.load();
    other.type('Hello, Ms. Lin');
    one.type('Good morning');
    await one.sync.flush();
    other.load();
    expect(other.stored.text).toBe('Hello, Ms. Lin');
    await rest();
    expect(api.server.text).toBe('Hello, Ms. Lin');
  });

  it('is not replaced by an answer that is older than what was saved since', async () => {
    const api = createServer();
    const device = createDevice(api);
    device.type('Hel');
    await rest();
    const take = device.sync.beginLoad();
    device.type('Hello');
    await rest();
    take('Hel', { keepsBoth: false });
    expect(device.stored.text).toBe('Hello');
  });

  it('is not replaced by an answer that is older than what another tab of this browser saved since', async () => {
    const api = createServer();
    const tab = createDevice(api);
    tab.type('Hel');
    await rest();
    const take = tab.sync.beginLoad();
    // Tabs share what is stored.
    Object.assign(tab.stored, { text: 'Hello', kept: 'Hello' });
    take('Hel', { keepsBoth: false });
    expect(tab.stored).toEqual({ text: 'Hello', kept: 'Hello' });
    api.server.text = 'Hello';
    tab.load();
    expect(tab.stored.text).toBe('Hello');
  });

  it('is not replaced by an answer that was asked for while it was being saved', async () => {
    const api = createServer();
    let answer = (): void => undefined;
    api.server.answer = new Promise((resolve) => (answer = resolve));
    const device = createDevice(api);
    device.type('Hello');
    await rest();
    const take = device.sync.beginLoad();
    answer();
    await rest();
    take('', { keepsBoth: true });
    expect(device.stored.text).toBe('Hello');
    expect(api.server.text).toBe('Hello');
  });

  it('is saved one after the other, the last one last', async () => {
    const api = createServer();
    let answer = (): void => undefined;
    api.server.answer = new Promise((resolve) => (answer = resolve));
    const device = createDevice(api);
    device.type('One');
    await rest();
    device.type('Two');
    await rest();
    expect(api.server.saves).toEqual(['One']);
    answer();
    await rest();
    expect(api.server.saves).toEqual(['One', 'Two']);
    expect(api.server.text).toBe('Two');
  });

  it('stays in the browser while the API is down, and is saved when it is back', async () => {
    const api = createServer();
    const device = createDevice(api);
    api.server.isDown = true;
    device.type('Hello');
    await rest();
    expect([device.stored.text, api.server.text]).toEqual(['Hello', '']);
    api.server.isDown = false;
    device.load({ keepsBoth: true });
    await rest();
    expect(api.server.text).toBe('Hello');
  });

  it('of before drafts were kept by the API is saved at the first look', async () => {
    const api = createServer();
    const device = createDevice(api, { text: 'Hello', kept: '' });
    device.load({ keepsBoth: true });
    await rest();
    expect([device.stored.text, api.server.text]).toEqual(['Hello', 'Hello']);
  });

  it('that differs on two devices is put together when nobody types', async () => {
    const api = createServer();
    const device = createDevice(api, { text: 'Typed offline', kept: '' });
    api.server.text = 'Typed at home';
    device.load({ keepsBoth: true });
    expect(device.stored.text).toBe('Typed at home\nTyped offline');
    await rest();
    expect(api.server.text).toBe('Typed at home\nTyped offline');
    // The other answer to the same save changes nothing more.
    device.load({ keepsBoth: true });
    expect(device.stored.text).toBe('Typed at home\nTyped offline');
  });

  it.each([
    ['Hel', 'Hello', 'Hello'],
    ['Hello', 'Hel', 'Hello'],
  ])('that has grown from the other (%s, %s) stands there once', (theirs, mine, both) => {
    const api = createServer();
    const device = createDevice(api, { text: mine, kept: '' });
    api.server.text = theirs;
    device.load({ keepsBoth: true });
    expect(device.stored.text).toBe(both);
  });

  it('is saved at once when its conversation is left', async () => {
    const api = createServer();
    const device = createDevice(api);
    device.type('Hello');
    await device.sync.flush();
    expect(api.server.text).toBe('Hello');
    await rest();
    expect(api.server.saves).toEqual(['Hello']);
  });
});
