import type { Logger } from 'pino';
import type { ChannelTroubles } from '../../store/channels/channel-troubles';
import type { AccountCheck, CheckAccount } from '../../wechat/calls/check-account';
import type { WeChatClient } from '../../wechat/calls/client';
import { stopsChannel } from '../../wechat/calls/error-codes';
import type { Refused } from '../../wechat/calls/token-call';
import { watchRefusals } from '../../wechat/calls/watch-refusals';
import type { DownloadMedia } from '../../wechat/media/media-download';
import type { UploadMedia } from '../../wechat/media/media-upload';

export type ChannelWatch = {
  readonly client: (client: WeChatClient) => WeChatClient;
  readonly upload: (upload: UploadMedia) => UploadMedia;
  readonly download: (download: DownloadMedia) => DownloadMedia;
  readonly check: (check: CheckAccount) => CheckAccount;
};

/**
 * Watches WeChat's answers to all calls, so that an address that is not on the allowlist, a frozen secret or a barred
 * account is noticed wherever it first appears. `custom/send` is left out, because the delivery judges its own answers.
 */
export function createChannelWatch(deps: {
  readonly troubles: Pick<ChannelTroubles, 'report' | 'recover'>;
  readonly logger: Pick<Logger, 'warn'>;
}): ChannelWatch {
  const { troubles, logger } = deps;
  const attempt = async (channelId: string, work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      // The caller already has its answer; the next refusal is recorded again.
      logger.warn({ err: error, channelId }, 'a refusal of a channel could not be recorded');
    }
  };
  const onRefused = async (channelId: string, refused: Refused): Promise<void> => {
    if (stopsChannel(refused, 'other')) await attempt(channelId, troubles.report(channelId, refused));
  };
  return {
    client: (client) => ({
      ...client,
      prepare: watchRefusals(client.prepare, onRefused),
      sendTyping: watchRefusals(client.sendTyping, onRefused),
      userInfo: watchRefusals(client.userInfo, onRefused),
      updateRemark: watchRefusals(client.updateRemark, onRefused),
      createQrCode: watchRefusals(client.createQrCode, onRefused),
      callbackIps: watchRefusals(client.callbackIps, onRefused),
    }),
    upload: (upload) => watchRefusals(upload, onRefused),
    download: (download) => watchRefusals(download, onRefused),
    check: (check) => async (credentials) => {
      const found = await check(credentials);
      const refused = refusalIn(found);
      if (refused !== null) await onRefused(credentials.channelId, refused);
      else if (isAllFine(found))
        await attempt(credentials.channelId, troubles.recover(credentials.channelId));
      return found;
    },
  };
}

function refusalIn({ token, permission }: AccountCheck): Refused | null {
  if (token.type === 'refused') return token;
  return permission?.type === 'refused' ? permission : null;
}

function isAllFine({ token, permission }: AccountCheck): boolean {
  return token.type === 'ok' && permission?.type === 'ok';
}
