/**
 * The service worker: it shows alerts that come while no page of the console is open, and opens their conversations. It
 * keeps nothing and answers no requests. Served as `/sw.js`; `?language=` in its address is the reader's language.
 */
import { pushes as en } from '../../i18n/en/alerts';
import { pushes as ja } from '../../i18n/ja/alerts';
import { chooseLanguage } from '../../i18n/languages';
import { pushes as zh } from '../../i18n/zh/alerts';

type Page = {
  readonly visibilityState: string;
  readonly focused: boolean;
  readonly focus: () => Promise<Page>;
  readonly navigate: (address: string) => Promise<unknown>;
};
type Lasting = { readonly waitUntil: (work: Promise<unknown>) => void };
type PushArrived = Lasting & { readonly data: { readonly json: () => unknown } | null };
type NotificationClicked = Lasting & {
  readonly notification: { readonly data: unknown; readonly close: () => void };
};
/** The part of `ServiceWorkerGlobalScope` that is used; TypeScript has it only in a library that excludes pages. */
type Scope = {
  readonly location: { readonly href: string };
  readonly registration: { readonly showNotification: (title: string, options: object) => Promise<void> };
  readonly clients: {
    readonly matchAll: (options: { readonly type: 'window' }) => Promise<readonly Page[]>;
    readonly openWindow: (address: string) => Promise<unknown>;
  };
  addEventListener(name: 'push', listen: (event: PushArrived) => void): void;
  addEventListener(name: 'notificationclick', listen: (event: NotificationClicked) => void): void;
};

const scope = self as unknown as Scope;
const WORDS = { en, zh, ja };
const language = new URL(scope.location.href).searchParams.get('language');
const words: Readonly<Record<string, string>> = WORDS[chooseLanguage(language === null ? [] : [language])];

scope.addEventListener('push', (event) => {
  event.waitUntil(show(event.data?.json()));
});

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(textOf(event.notification.data, 'conversationId')));
});

/** An open page that is being looked at alerts on its own. */
async function show(payload: unknown): Promise<void> {
  const pages = await scope.clients.matchAll({ type: 'window' });
  if (pages.some(({ focused, visibilityState }) => focused && visibilityState === 'visible')) return;
  const conversationId = textOf(payload, 'conversationId');
  await scope.registration.showNotification(words[textOf(payload, 'kind')] ?? words['new_message'] ?? '', {
    body: textOf(payload, 'brand'),
    // One for each conversation: the next one replaces it.
    tag: `duihua-alert-${conversationId}`,
    icon: '/icon-192.png',
    data: { conversationId },
  });
}

async function open(conversationId: string): Promise<void> {
  const address = conversationId === '' ? '/inbox' : `/inbox/all/${encodeURIComponent(conversationId)}`;
  const [page] = await scope.clients.matchAll({ type: 'window' });
  if (page === undefined) return void (await scope.clients.openWindow(address));
  await (await page.focus()).navigate(address);
}

function textOf(value: unknown, name: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === 'string' ? found : '';
}
