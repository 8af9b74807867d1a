import { columnsAs, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { qrCodes } from '../schema/qr-codes';

const q = columnsAs(qrCodes, 'q');

/**
 * The group of the QR code that a contact scanned last, for a statement that reads `contacts`; null: they scanned none, or
 * that one has no group, or it was deleted (docs/rules.md#73).
 */
export const GROUP_OF_LAST_CODE = sql`case when ${contacts.lastScene} is not null then
  (select ${q.groupId} from ${qrCodes} q
    where ${q.channelId} = ${contacts.channelId} and ${q.scene} = ${contacts.lastScene}) end`;
