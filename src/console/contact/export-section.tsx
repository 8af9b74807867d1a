import { DownloadOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedInMe } from '../shared/session/session';
import css from './contact-panel.module.css';

/** For administrators: saves what the contact has a right to, as a zip file. */
export function ExportSection({ contactId }: { readonly contactId: string }) {
  const { t, i18n } = useTranslation();
  const isAdministrator = useSignedInMe().role === 'administrator';
  const [hasNotes, setNotes] = useState(false);
  if (!isAdministrator) return null;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const query = new URLSearchParams({ notes: String(hasNotes), lang: i18n.language, timeZone });
  return (
    <section className={css.section} aria-label={t('contactExport.title')}>
      <Button
        icon={<DownloadOutlined aria-hidden />}
        href={`/api/v1/contacts/${encodeURIComponent(contactId)}/export?${query.toString()}`}
        download
      >
        {t('contactExport.title')}
      </Button>
      <Checkbox checked={hasNotes} onChange={({ target }) => setNotes(target.checked)}>
        {t('contactExport.withNotes')}
      </Checkbox>
    </section>
  );
}
