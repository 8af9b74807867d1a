import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertKind } from '../../../domain/alerts';
import { api } from '../../shared/api/client';
import { beforeSignOut, onSessionEnd } from '../../shared/session/session-end';
import { useStored } from '../../shared/ui/use-stored';
// oxlint-disable-next-line import/default -- Vite bundles the worker, and gives its address.
import serviceWorkerUrl from './service-worker?worker&url';

/** Whether this browser can be alerted without an open page: not without https, nor by Vite's server. */
export const canPush = (): boolean =>
  window.isSecureContext && 'serviceWorker' in navigator && 'PushManager' in window && !import.meta.env.DEV;

// While the session is there, the desk is told as well.
beforeSignOut(stop);
onSessionEnd(() => void unsubscribe());

/**
 * Whether this browser is alerted while no page is open, and the switch for it. While it is on, the subscription is
 * renewed whenever the page is opened: browsers end it on their own, and the desk's key may have changed. The end of
 * the session ends it at the push service, so that the next person here is not alerted to another one's work.
 */
export function usePush(kinds: readonly AlertKind[]) {
  const { i18n } = useTranslation();
  const [stored, store] = useStored('alerts.push');
  const [failure, setFailure] = useState<unknown>(null);
  const isOn = stored === 'on' && canPush() && Notification.permission === 'granted';
  const wanted = kinds.join(' ');

  useEffect(() => {
    if (!isOn) return;
    setFailure(null);
    subscribe(i18n.language, wanted).catch((error: unknown) => {
      setFailure(error);
    });
  }, [isOn, i18n.language, wanted]);

  return {
    isOn: isOn && failure === null,
    failure,
    async setOn(next: boolean): Promise<void> {
      if (!next) {
        store(null);
        return stop();
      }
      if ((await Notification.requestPermission()) === 'granted') store('on');
    },
  };
}

async function subscribe(language: string, kinds: string): Promise<void> {
  // The worker has no access to what this browser keeps: its own address tells it the language.
  const registration = await navigator.serviceWorker.register(`${serviceWorkerUrl}?language=${language}`, {
    scope: '/',
  });
  const { publicKey } = await api('get', '/api/v1/me/push-key');
  const known = await registration.pushManager.getSubscription();
  if (known !== null && toBase64Url(known.options.applicationServerKey) !== publicKey)
    await known.unsubscribe();
  const { endpoint, keys } = (
    await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  ).toJSON();
  await api('post', '/api/v1/me/push-subscriptions', {
    body: {
      endpoint: endpoint ?? '',
      keys: { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' },
      kinds: kinds === '' ? [] : (kinds.split(' ') as AlertKind[]),
    },
  });
}

/** Ends the alerts in this browser, at the desk and at the push service: either one is enough. Never fails. */
async function stop(): Promise<void> {
  const endpoint = (await findSubscription())?.endpoint;
  if (endpoint !== undefined)
    await api('delete', '/api/v1/me/push-subscriptions', { body: { endpoint } }).catch(() => undefined);
  await unsubscribe();
}

/**
 * The push service answers that it is gone when the desk sends to it next, and the desk forgets it then. Where this
 * fails, nothing is left to try.
 */
async function unsubscribe(): Promise<void> {
  await (await findSubscription())?.unsubscribe().catch(() => undefined);
}

/** Null also if the browser does not say. */
async function findSubscription(): Promise<PushSubscription | null> {
  if (!canPush()) return null;
  try {
    const registration = await navigator.serviceWorker.getRegistration('/');
    return (await registration?.pushManager.getSubscription()) ?? null;
  } catch {
    return null;
  }
}

function toBase64Url(key: ArrayBuffer | null): string {
  if (key === null) return '';
  return btoa(String.fromCharCode(...new Uint8Array(key)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
