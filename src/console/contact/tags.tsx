import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContactBody } from '../../contracts/conversations/contact';
import { TagSelect } from '../shared/labels/tag-select';
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
      <TagSelect
        id={id}
        known={data?.items.map(({ tag }) => tag) ?? []}
        value={saved}
        onChange={(tags) => change.mutate({ tags: [...tags] })}
      />
    </div>
  );
}
