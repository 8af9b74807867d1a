import type { Logger } from 'pino';
import { type ContactSynchronizer, createContactSynchronizer } from '../../intake/contact-synchronizer';
import { createContactSync } from '../../store/contacts/contact-sync';
import { CONTACTS_NOTICE } from '../../store/contacts/contacts';
import type { Services } from '../services';

/**
 * Starts the sync of contacts with WeChat. It looks for due contacts at every change of a contact and every `everyMs`.
 */
export async function startContactSynchronizer(options: {
  readonly services: Services;
  readonly logger: Logger;
  readonly everyMs?: number;
}): Promise<Pick<ContactSynchronizer, 'close'>> {
  const { services, logger, everyMs = 5_000 } = options;
  const { database, wechat, credentialsOf } = services;
  const sync = createContactSynchronizer({
    contactSync: createContactSync(database),
    async askProfile(channelId, openId) {
      const credentials = await credentialsOf(channelId);
      return credentials === null ? null : wechat.userInfo(credentials, openId);
    },
    async writeRemark(channelId, openId, remark) {
      const credentials = await credentialsOf(channelId);
      return credentials === null ? null : wechat.updateRemark(credentials, openId, remark);
    },
    logger,
    everyMs,
  });
  const leave = await database.listen(CONTACTS_NOTICE, sync.wake, sync.wake);
  return {
    async close() {
      await leave();
      await sync.close();
    },
  };
}
