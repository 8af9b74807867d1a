import type { QrCodeBody } from '../../../contracts/channels/qr-code';
import { api } from '../../shared/api/client';
import { usePageList } from '../../shared/api/use-page-list';
import { useSetupMutation } from '../../shared/setup/requests';

/** The QR codes of a channel. */
export function useQrCodes(channelId: string) {
  return usePageList(
    ['setup', 'qr-codes', channelId],
    (query, signal) =>
      api('get', '/api/v1/channels/{id}/qr-codes', { params: { id: channelId }, query, signal }),
    { staleTime: 0 },
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
