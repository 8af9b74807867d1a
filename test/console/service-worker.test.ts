/** The service worker: alerts without an open page, and beside one that is being looked at. */

type Listener = (event: unknown) => void;
type Options = { readonly includeUncontrolled?: boolean };

/** A browser with these pages, none of which the worker controls yet. */
function startWorker(pages: readonly object[] = []) {
  const listeners = new Map<string, Listener>();
  const done: string[] = [];
  const shown: { title: string; tag: string; silent: boolean; isClosed: boolean }[] = [];
  const scope = {
    location: { href: 'https://desk.example.com/sw.js?language=en' },
    addEventListener: (name: string, listen: Listener) => listeners.set(name, listen),
    skipWaiting: async () => void done.push('skipWaiting'),
    clients: {
      claim: async () => void done.push('claim'),
      matchAll: async ({ includeUncontrolled = false }: Options) => (includeUncontrolled ? pages : []),
      openWindow: async (address: string) => void done.push(`open ${address}`),
    },
    registration: {
      showNotification: async (title: string, { tag, silent }: { tag: string; silent: boolean }) =>
        void shown.push({ title, tag, silent, isClosed: false }),
      getNotifications: async ({ tag }: { tag: string }) =>
        shown
          .filter((one) => one.tag === tag)
          .map((one) => ({
            close() {
              one.isClosed = true;
            },
          })),
    },
  };
  Object.assign(globalThis, { self: scope });
  jest.isolateModules(() => {
    jest.requireActual('../../src/console/ringing/push/service-worker');
  });
  const fire = async (name: string, event: object = {}): Promise<void> => {
    const lasting: Promise<unknown>[] = [];
    listeners.get(name)?.({ ...event, waitUntil: (work: Promise<unknown>) => void lasting.push(work) });
    expect(lasting).not.toEqual([]);
    await Promise.all(lasting);
  };
  return {
    shown,
    done,
    fire,
    push: (conversationId: string) =>
      fire('push', { data: { json: () => ({ kind: 'mention', brand: 'Tea', conversationId }) } }),
    click: (conversationId: string) =>
      fire('notificationclick', { notification: { data: { conversationId }, close: () => undefined } }),
  };
}
const page = (more: object = {}) => ({
  focused: false,
  visibilityState: 'hidden',
  focus() {
    return Promise.resolve(this);
  },
  navigate: () => Promise.resolve(null),
  ...more,
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, 'self');
});

describe('the service worker', () => {
  it('takes over at once, so that a new release or another language need not wait for all pages to close', async () => {
    const { fire, done } = startWorker();
    await fire('install');
    await fire('activate');
    expect(done).toEqual(['skipWaiting', 'claim']);
  });

  it('shows an alert if no page is being looked at', async () => {
    const { push, shown } = startWorker([page(), page({ focused: false, visibilityState: 'visible' })]);
    await push('c1');
    expect(shown).toMatchObject([{ tag: 'duihua-alert-c1', silent: false, isClosed: false }]);
  });

  it('shows and closes it at once if a page is, also one that it does not control: the page alerts on its own', async () => {
    const { push, shown } = startWorker([page({ focused: true, visibilityState: 'visible' })]);
    await push('c1');
    expect(shown).toMatchObject([{ tag: 'duihua-alert-c1', silent: true, isClosed: true }]);
  });

  it('opens the conversation in an open page instead of another one', async () => {
    const led: string[] = [];
    const open = page({ navigate: async (address: string) => void led.push(address) });
    const { click, done } = startWorker([open]);
    await click('c1');
    expect([led, done]).toEqual([['/inbox/all/c1'], []]);
  });

  it('opens a page of its own if there is none, or if the open one cannot be led there', async () => {
    const alone = startWorker();
    await alone.click('c1');
    expect(alone.done).toEqual(['open /inbox/all/c1']);
    const refusing = startWorker([page({ navigate: () => Promise.reject(new TypeError('not controlled')) })]);
    await refusing.click('c2');
    expect(refusing.done).toEqual(['open /inbox/all/c2']);
  });
});
