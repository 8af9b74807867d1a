import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_TAG, MOST_TAGS } from '../../../domain/contact';
import { useConfirm } from '../../shared/ui/use-confirm';
import css from './bulk-bar.module.css';
import { useBulk, useUsedTags } from './bulk-requests';
import type { Selection } from './use-selection';

/** What can be done with all selected conversations at once. */
export function BulkBar({ selection }: { readonly selection: Selection }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const bulk = useBulk(selection.clear);
  const [isTagging, setTagging] = useState(false);
  const [tags, setTags] = useState<readonly string[]>([]);
  const known = useUsedTags(isTagging);
  const ids = [...selection.ids];
  if (ids.length === 0) return null;
  const complete = (): void =>
    confirm({
      title: t('inbox.bulkCompleteTitle', { number: ids.length }),
      text: t('conversation.completeHint'),
      okText: t('conversation.complete'),
      run: () => bulk.mutateAsync({ ids, action: 'complete' }).catch(() => undefined),
    });
  const tag = (): void => {
    setTagging(false);
    setTags([]);
    if (tags.length > 0) bulk.mutate({ ids, action: 'tag', tags: [...tags] });
  };
  return (
    <section className={css.bar} aria-label={t('inbox.selected', { number: ids.length })}>
      <span className={css.count} role="status">
        {t('inbox.selected', { number: ids.length })}
      </span>
      <Button size="small" loading={bulk.isPending} onClick={() => bulk.mutate({ ids, action: 'attend' })}>
        {t('conversation.attend')}
      </Button>
      <Button size="small" disabled={bulk.isPending} onClick={complete}>
        {t('conversation.complete')}
      </Button>
      <Button size="small" disabled={bulk.isPending} onClick={() => setTagging(!isTagging)}>
        {t('inbox.tag')}
      </Button>
      <Button size="small" type="text" onClick={selection.clear}>
        {t('inbox.clearSelection')}
      </Button>
      {isTagging && (
        <div className={css.tags}>
          <Select
            autoFocus
            mode="tags"
            className={css.select ?? ''}
            aria-label={t('contact.tags')}
            placeholder={t('contact.tagsPlaceholder')}
            maxCount={MOST_TAGS}
            tokenSeparators={[',', '，', '、']}
            options={known.map((one) => ({ value: one, label: one }))}
            value={tags}
            onChange={(words: readonly string[]) =>
              setTags(words.map((one) => one.trim().slice(0, LONGEST_TAG)).filter((one) => one !== ''))
            }
          />
          <Button size="small" type="primary" disabled={tags.length === 0} onClick={tag}>
            {t('inbox.addTags')}
          </Button>
        </div>
      )}
    </section>
  );
}
