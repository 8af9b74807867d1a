import { Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactBody } from '../../contracts/conversations/contact';
import { LONGEST_TAG, MOST_TAGS } from '../../domain/contact';
import { BY_LABEL } from '../shared/forms/find-option';
import css from './contact-panel.module.css';
import { useBrandTags, useChangeContact } from './requests';

/** A contact's tags; those of the brand are suggested. Each change is saved at once. */
export function Tags({ contact }: { readonly contact: ContactBody }) {
  const { t } = useTranslation();
  const id = useId();
  const { data } = useBrandTags(contact.brandId);
  const change = useChangeContact(contact.id);
  const saved = change.isPending ? (change.variables.tags ?? contact.tags) : contact.tags;
  return (
    <div className={css.field}>
      <label className={css.label} htmlFor={id}>
        {t('contact.tags')}
      </label>
      <Select
        id={id}
        mode="tags"
        value={saved}
        placeholder={t('contact.tagsPlaceholder')}
        maxCount={MOST_TAGS}
        showSearch={BY_LABEL}
        tokenSeparators={[',', '，', '、']}
        options={data?.items.map(({ tag }) => ({ value: tag, label: tag })) ?? []}
        onChange={(tags: readonly string[]) =>
          change.mutate({
            tags: tags.map((tag) => tag.trim().slice(0, LONGEST_TAG)).filter((tag) => tag !== ''),
          })
        }
      />
    </div>
  );
}
