import type { QrCodeBody } from '../../../contracts/channels/qr-code';
import { api } from '../../shared/api/client';
import type { RequestOf } from '../../shared/api/routes';
import { usePageList } from '../../shared/api/use-page-list';
import { useSetupMutation } from '../../shared/setup/requests';

export type NewQrCode = RequestOf<'post', '/api/v1/channels/{id}/qr-codes'>['body'];
export type QrCodeChange = NonNullable<RequestOf<'patch', '/api/v1/qr-codes/{id}'>['body']>;

const listKey = (channelId: string) => ['setup', 'qr-codes', channelId];

/** The QR codes of a channel. */
export function useQrCodes(channelId: string) {
  return usePageList(
    listKey(channelId),
    (cursor, signal) =>
      api('get', '/api/v1/channels/{id}/qr-codes', {
        params: { id: channelId },
        query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) },
        signal,
      }),
    { staleTime: 0 },
  );
}

export function useCreateQrCode(channelId: string) {
  return useSetupMutation((body: NewQrCode) =>
    api('post', '/api/v1/channels/{id}/qr-codes', { params: { id: channelId }, body }),
  );
}

export function useChangeQrCode(id: string) {
  return useSetupMutation((body: QrCodeChange) =>
    api('patch', '/api/v1/qr-codes/{id}', { params: { id }, body }),
  );
}

export function useRenewQrCode(id: string) {
  return useSetupMutation<void, QrCodeBody>(
    () => api('post', '/api/v1/qr-codes/{id}/renew', { params: { id } }),
    'notice',
  );
}

export function useDeleteQrCode(id: string) {
  return useSetupMutation<void, void>(
    () => api('delete', '/api/v1/qr-codes/{id}', { params: { id } }),
    'notice',
  );
}
