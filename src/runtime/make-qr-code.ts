import type { MakeQrCode } from '../api/qr-codes/routes';
import type { Services } from './services';

/** Asks WeChat for QR codes with the secrets of their channel; null where that has none or is off. */
export function createMakeQrCode({
  credentialsOf,
  wechat,
}: Pick<Services, 'credentialsOf' | 'wechat'>): MakeQrCode {
  return async (channelId, code) => {
    const credentials = await credentialsOf(channelId);
    return credentials === null ? null : wechat.createQrCode(credentials, code);
  };
}
