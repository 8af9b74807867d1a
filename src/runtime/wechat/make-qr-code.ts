import type { MakeQrCode } from '../../api/qr-codes/routes';
import type { Services } from '../services';

/**
 * Creates the function that asks WeChat for a QR code with the channel's credentials; the function returns null if the
 * channel has none or is off.
 */
export function createMakeQrCode({
  credentialsOf,
  wechat,
}: Pick<Services, 'credentialsOf' | 'wechat'>): MakeQrCode {
  return async (channelId, code) => {
    const credentials = await credentialsOf(channelId);
    return credentials === null ? null : wechat.createQrCode(credentials, code);
  };
}
