import { useQuery } from '@tanstack/react-query';
import type { webhookRoutes } from '../../contracts/webhooks/webhook';
import { api } from '../shared/api/client';
import { loadAll } from '../shared/api/load-all';
import type { AnswerOf, RequestOf } from '../shared/api/routes';
import { usePageList } from '../shared/api/use-page-list';
import { useSetupMutation } from '../shared/setup/requests';

const WEBHOOKS = '/api/v1/webhooks';
const WEBHOOK = '/api/v1/webhooks/{id}';
type DeliveriesPath = (typeof webhookRoutes)[9]['path'];

export type Webhook = AnswerOf<'get', typeof WEBHOOK>;
export type NewWebhook = RequestOf<'post', typeof WEBHOOKS>['body'];
type WebhookChange = NonNullable<RequestOf<'patch', typeof WEBHOOK>['body']>;
export type Delivery = AnswerOf<'get', DeliveriesPath>['items'][number];
export type DeliveryFilter = { readonly status?: Delivery['status']; readonly event?: WebhookEventName };
type WebhookEventName = NonNullable<NonNullable<RequestOf<'get', DeliveriesPath>['query']>['event']>;

/** The health changes by itself, and so does the log while deliveries are on their way. */
const EVERY_MS = 5_000;
const HOUR_MS = 3_600_000;

/** All webhooks. */
export function useWebhooks() {
  return useQuery({
    queryKey: ['setup', 'webhooks'],
    queryFn: ({ signal }) => loadAll((query) => api('get', WEBHOOKS, { query, signal })),
    staleTime: 0,
  });
}

export function useWebhook(id: string) {
  return useQuery({
    queryKey: ['setup', 'webhooks', id],
    queryFn: ({ signal }) => api('get', WEBHOOK, { params: { id }, signal }),
    staleTime: 0,
    refetchInterval: EVERY_MS,
  });
}

/** The log of a webhook, newest first. */
export function useDeliveries(id: string, { status, event }: DeliveryFilter) {
  return usePageList(
    ['setup', 'webhooks', id, 'deliveries', status ?? null, event ?? null],
    (page, signal) =>
      api('get', '/api/v1/webhooks/{id}/deliveries', {
        params: { id },
        query: {
          ...page,
          ...(status === undefined ? {} : { status }),
          ...(event === undefined ? {} : { event }),
        },
        signal,
      }),
    {
      staleTime: 0,
      pageSize: 20,
      refetchInterval: (items) => (items.some((one) => one.status === 'pending') ? EVERY_MS : false),
    },
  );
}

/** @param toBody makes the request of what a form has */
export function useAddWebhook<Fields>(toBody: (fields: Fields) => NewWebhook) {
  return useSetupMutation((fields: Fields) => api('post', WEBHOOKS, { body: toBody(fields) }));
}

export function useChangeWebhook<Fields>(id: string, toBody: (fields: Fields) => WebhookChange) {
  return useSetupMutation((fields: Fields) =>
    api('patch', WEBHOOK, { params: { id }, body: toBody(fields) }),
  );
}

export function useEnableWebhook(id: string) {
  return useSetupMutation(
    (isEnabled: boolean) => api('patch', WEBHOOK, { params: { id }, body: { isEnabled } }),
    'notice',
  );
}

export function useDeleteWebhook() {
  return useSetupMutation((id: string) => api('delete', WEBHOOK, { params: { id } }), 'notice');
}

export function useRotateWebhook(id: string) {
  return useSetupMutation((body: { readonly graceHours: number }) =>
    api('post', '/api/v1/webhooks/{id}/rotate', { params: { id }, body }),
  );
}

export function useMakeWebhookKeys(id: string) {
  return useSetupMutation(() => api('post', '/api/v1/webhooks/{id}/keys', { params: { id } }), 'notice');
}

export function useTestWebhook(id: string) {
  return useSetupMutation(() => api('post', '/api/v1/webhooks/{id}/test', { params: { id } }), 'notice');
}

/** Replays the last hours. */
export function useReplayWebhook(id: string) {
  return useSetupMutation(({ hours }: { readonly hours: number }) =>
    api('post', '/api/v1/webhooks/{id}/replay', {
      params: { id },
      body: { since: new Date(Date.now() - hours * HOUR_MS).toISOString() },
    }),
  );
}

export function useRedeliver(id: string) {
  return useSetupMutation(
    (deliveryId: string) =>
      api('post', '/api/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver', { params: { id, deliveryId } }),
    'notice',
  );
}
