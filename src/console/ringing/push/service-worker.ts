/**
 * The service worker: it shows alerts that come while no page of the console is open, and opens their conversations. It
 * keeps nothing and answers no requests. Served as `/sw.js`; `?language=` in its address is the reader's language.
 */

import { chooseLanguage } from '../../../words/languages';
import { pushes as en } from '../../i18n/en/alerts';
import { pushes as ja } from '../../i18n/ja/alerts';
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
  readonly notification: Shown & { readonly data: unknown };
};
type Shown = { readonly close: () => void };
/** The part of `ServiceWorkerGlobalScope` that is used; TypeScript has it only in a library that excludes pages. */
type Scope = {
  readonly location: { readonly href: string };
  readonly registration: {
    readonly showNotification: (title: string, options: object) => Promise<void>;
    readonly getNotifications: (filter: { readonly tag: string }) => Promise<readonly Shown[]>;
  };
  readonly clients: {
    readonly matchAll: (options: typeof ALL_PAGES) => Promise<readonly Page[]>;
    readonly openWindow: (address: string) => Promise<unknown>;
    readonly claim: () => Promise<void>;
  };
  readonly skipWaiting: () => Promise<void>;
  addEventListener(name: 'install' | 'activate', listen: (event: Lasting) => void): void;
  addEventListener(name: 'push', listen: (event: PushArrived) => void): void;
  addEventListener(name: 'notificationclick', listen: (event: NotificationClicked) => void): void;
};

/** Also pages that were opened before this worker, or with another one. */
const ALL_PAGES = { type: 'window', includeUncontrolled: true } as const;

const scope = self as unknown as Scope;
const WORDS = { en, zh, ja };
const language = new URL(scope.location.href).searchParams.get('language');
const words: Readonly<Record<string, string>> = WORDS[chooseLanguage(language === null ? [] : [language])];

// At once, or a new release, or another language, would wait until every page is closed. It can do no harm: this worker
// answers no requests.
scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener('push', (event) => {
  event.waitUntil(show(event.data?.json()));
});

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(textOf(event.notification.data, 'conversationId')));
});

/**
 * An open page that is being looked at alerts on its own. The notification is shown and closed even so: Safari ends a
 * subscription whose pushes show none.
 */
async function show(payload: unknown): Promise<void> {
  const pages = await scope.clients.matchAll(ALL_PAGES);
  const isLookedAt = pages.some(({ focused, visibilityState }) => focused && visibilityState === 'visible');
  const conversationId = textOf(payload, 'conversationId');
  // One for each conversation: the next one replaces it.
  const tag = `duihua-alert-${conversationId}`;
  await scope.registration.showNotification(words[textOf(payload, 'kind')] ?? words['new_message'] ?? '', {
    body: textOf(payload, 'brand'),
    tag,
    silent: isLookedAt,
    icon: '/icon-192.png',
    data: { conversationId },
  });
  if (isLookedAt) for (const shown of await scope.registration.getNotifications({ tag })) shown.close();
}

async function open(conversationId: string): Promise<void> {
  const address = conversationId === '' ? '/inbox' : `/inbox/all/${encodeURIComponent(conversationId)}`;
  const [page] = await scope.clients.matchAll(ALL_PAGES);
  try {
    if (page !== undefined) return void (await (await page.focus()).navigate(address));
  } catch {
    // A page that was closed meanwhile, or is not controlled by this worker yet, cannot be led elsewhere.
  }
  await scope.clients.openWindow(address);
}

function textOf(value: unknown, name: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === 'string' ? found : '';
}
