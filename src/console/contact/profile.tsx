import { useTranslation } from 'react-i18next';
import type { ContactBody } from '../../contracts/conversations/contact';
import { LONGEST_REMARK } from '../../domain/contact';
import { shownName } from '../../words/contact-name';
import { useChannelFeatures } from '../shared/setup/use-channel-kind';
import { describeMeaning } from '../shared/wechat-meaning';
import css from './contact-panel.module.css';
import { Facts } from './facts';
import { useChangeContact } from './requests';
import { Tags } from './tags';
import { TextField } from './text-field';

const LONGEST_NAME = 100;

type Props = { readonly contact: ContactBody; readonly workflowUrl: string | null };

/** Who a contact is: what operators wrote, and what WeChat reported. */
export function Profile({ contact, workflowUrl }: Props) {
  const { t } = useTranslation();
  const rename = useChangeContact(contact.id);
  const remark = useChangeContact(contact.id);
  const features = useChannelFeatures(contact.channelId);
  return (
    <section className={css.section} aria-label={shownName(contact, t)}>
      <TextField
        label={t('contact.name')}
        value={contact.givenName ?? ''}
        placeholder={shownName(contact, t)}
        maxLength={LONGEST_NAME}
        isSaving={rename.isPending}
        save={(name) => rename.mutate({ name: name === '' ? null : name })}
      />
      {features.remark && (
        <TextField
          label={t('contact.remark')}
          value={contact.remark ?? ''}
          placeholder={t('contact.remarkPlaceholder')}
          maxLength={LONGEST_REMARK}
          isSaving={remark.isPending}
          save={(text) => remark.mutate({ remark: text })}
        >
          <RemarkSync contact={contact} />
        </TextField>
      )}
      <Tags contact={contact} />
      <Facts contact={contact} workflowUrl={workflowUrl} />
    </section>
  );
}

/** Whether the remark is saved in WeChat, and if not, why. */
function RemarkSync({ contact }: { readonly contact: ContactBody }) {
  const { t } = useTranslation();
  const { remarkSync, remarkError } = contact;
  if (remarkSync === null) return null;
  const meaning = remarkError === null ? '' : (describeMeaning(remarkError.meaning, t) ?? remarkError.detail);
  const reason = remarkError === null ? '' : `: ${meaning} (${remarkError.wechatCode})`;
  return (
    <span className={css.sync} data-sync={remarkSync} role="status">
      {t(`contact.remark_${remarkSync}`) + reason}
    </span>
  );
}
