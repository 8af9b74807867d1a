import type { Logger } from 'pino';
import { type ContactSynchronizer, createContactSynchronizer } from '../../intake/contact-synchronizer';
import { createContactSync } from '../../store/contacts/contact-sync';
import { CONTACTS_NOTICE } from '../../store/contacts/contacts';
import type { Services } from '../services';

/** A new contact's profile is found only by this: storing a message announces nothing (docs/decisions/0009-due-in-the-row.md). */
const SWEPT_EVERY_MS = 2_000;

/**
 * Starts the sync of contacts with WeChat. It looks for due contacts when an operator has changed one, and every `everyMs`.
 */
export async function startContactSynchronizer(options: {
  readonly services: Services;
  readonly logger: Logger;
  readonly everyMs?: number;
}): Promise<Pick<ContactSynchronizer, 'close'>> {
  const { services, logger, everyMs = SWEPT_EVERY_MS } = options;
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
