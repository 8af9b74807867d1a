import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { useBrands } from '../../shared/setup/requests';
import { Dialog } from '../../shared/ui/dialog';
import { Failed, Loading } from '../../shared/ui/states';
import { useConfirm } from '../../shared/ui/use-confirm';
import css from './canned.module.css';
import { CannedForm } from './canned-form';
import { useCannedReplies, useDeleteCannedReply } from './use-canned-replies';

/** All canned replies, with buttons to add, edit and delete them. */
export function CannedDialog({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const replies = useCannedReplies();
  const brands = useBrands().data ?? [];
  const remove = useDeleteCannedReply();
  /** null: the list; `new`: the form for a new one. */
  const [edited, setEdited] = useState<CannedReplyBody | 'new' | null>(null);
  const ownerOf = ({ brandId }: CannedReplyBody): string =>
    brandId === null ? t('canned.own') : (brands.find(({ id }) => id === brandId)?.name ?? '');
  const askToDelete = ({ id, shortcut }: CannedReplyBody): void =>
    confirm({
      title: t('canned.deleteTitle', { shortcut }),
      okText: t('canned.delete'),
      isDanger: true,
      run: () => remove.mutateAsync(id).catch(() => undefined),
    });
  return (
    <Dialog title={t('canned.title')} onCancel={close} footer={null} width={640}>
      {edited !== null ? (
        <CannedForm
          key={edited === 'new' ? 'new' : edited.id}
          edited={edited === 'new' ? null : edited}
          brands={brands}
          done={() => setEdited(null)}
        />
      ) : (
        <>
          <p className={css.hint}>{t('canned.hint')}</p>
          {replies.isPending && <Loading />}
          {replies.error !== null && <Failed error={replies.error} retry={replies.refetch} />}
          {replies.data?.length === 0 && <p className={css.none}>{t('canned.none')}</p>}
          <ul className={css.list}>
            {replies.data?.map((reply) => (
              <li key={reply.id}>
                <div className={css.entry}>
                  <p>
                    <span className={css.shortcut}>/{reply.shortcut}</span>{' '}
                    <span className={css.owner}>{ownerOf(reply)}</span>
                  </p>
                  <p className={css.text}>{reply.text}</p>
                </div>
                <Button
                  type="text"
                  icon={<EditOutlined aria-hidden />}
                  aria-label={t('canned.edit', { shortcut: reply.shortcut })}
                  onClick={() => setEdited(reply)}
                />
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t('canned.deleteOne', { shortcut: reply.shortcut })}
                  onClick={() => askToDelete(reply)}
                />
              </li>
            ))}
          </ul>
          <Button type="primary" onClick={() => setEdited('new')}>
            {t('canned.add')}
          </Button>
        </>
      )}
    </Dialog>
  );
}
