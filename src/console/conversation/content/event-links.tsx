import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { locationOf, textOf, textsOf } from '../../../words/message-fields';
import { mapAddress } from './cards';
import { WebLink } from './linked-text';
import { safeAddress } from './split-links';

/** Links to the pages and locations in an event. */
export function EventLinks({ message }: { readonly message: MessageBody }) {
  const { t } = useTranslation();
  const location = locationOf(message);
  const scanned = textOf(message, 'scanResult');
  const addresses = [textOf(message, 'url'), scanned, ...textsOf(message, 'articleUrls')].filter(
    (one) => safeAddress(one) !== null,
  );
  return (
    <>
      {location !== null && (
        <WebLink href={mapAddress(location, textOf(message, 'label') || t('messageTypes.location'))}>
          {t('content.openMap')}
        </WebLink>
      )}
      {addresses.map((address) => (
        <span key={address}>
          {' '}
          <WebLink href={address}>{t('content.openPage')}</WebLink>
        </span>
      ))}
    </>
  );
}
