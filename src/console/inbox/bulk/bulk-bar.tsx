import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_IN_BULK } from '../../../domain/lists/bulk';
import { knownConversation } from '../../shared/conversations/feed-cache';
import type { Conversation } from '../../shared/conversations/received';
import { TagSelect } from '../../shared/labels/tag-select';
import { useUsedTags } from '../../shared/labels/use-used-tags';
import css from './bulk-bar.module.css';
import { BulkCompleteDialog } from './bulk-complete-dialog';
import { useBulk } from './bulk-requests';
import { BulkTransferDialog } from './bulk-transfer-dialog';
import type { Selection } from './use-selection';

/** What can be done with all selected conversations at once. `loadedIds`: the rows of the list, as far as it is loaded. */
export function BulkBar({
  selection,
  loadedIds,
}: {
  readonly selection: Selection;
  readonly loadedIds: readonly string[];
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const bulk = useBulk(selection.clear);
  const [isCompleting, setCompleting] = useState(false);
  /** What is known of the selected ones; null: they are not being transferred. */
  const [transferred, setTransferred] = useState<readonly Conversation[] | null>(null);
  const [isTagging, setTagging] = useState(false);
  const [tags, setTags] = useState<readonly string[]>([]);
  const known = useUsedTags({ isWanted: isTagging });
  const ids = [...selection.ids];
  if (ids.length === 0) return null;
  const hasMore = ids.length < MOST_IN_BULK && loadedIds.some((id) => !selection.ids.has(id));
  const completed = (): void => {
    setCompleting(false);
    selection.clear();
  };
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
      <Button
        size="small"
        disabled={bulk.isPending}
        onClick={() => setTransferred(ids.flatMap((id) => knownConversation(client, id) ?? []))}
      >
        {t('conversation.transfer')}
      </Button>
      <Button size="small" disabled={bulk.isPending} onClick={() => setCompleting(true)}>
        {t('conversation.complete')}
      </Button>
      <Button size="small" disabled={bulk.isPending} onClick={() => setTagging(!isTagging)}>
        {t('inbox.tag')}
      </Button>
      {hasMore && (
        <Button size="small" type="text" onClick={() => selection.add(loadedIds)}>
          {t('inbox.selectAll')}
        </Button>
      )}
      <Button size="small" type="text" onClick={selection.clear}>
        {t('inbox.clearSelection')}
      </Button>
      {isCompleting && <BulkCompleteDialog ids={ids} done={completed} close={() => setCompleting(false)} />}
      {transferred !== null && (
        <BulkTransferDialog
          ids={ids}
          conversations={transferred}
          done={selection.clear}
          close={() => setTransferred(null)}
        />
      )}
      {isTagging && (
        <div className={css.tags}>
          <TagSelect
            autoFocus
            className={css.select}
            label={t('contact.tags')}
            known={known}
            value={tags}
            onChange={setTags}
          />
          <Button size="small" type="primary" disabled={tags.length === 0} onClick={tag}>
            {t('inbox.addTags')}
          </Button>
        </div>
      )}
    </section>
  );
}
