import { DeleteOutlined, EditOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { laterTexts } from '../../i18n/i18n';
import type { Conversation } from '../../shared/conversations/received';
import { useSignedInMe } from '../../shared/session/session';
import { useBrands } from '../../shared/setup/requests';
import { Dialog } from '../../shared/ui/dialog';
import { Failed, Loading } from '../../shared/ui/states';
import { useConfirm } from '../../shared/ui/use-confirm';
import css from './canned.module.css';
import { CannedForm } from './canned-form';
import { CannedPreview } from './canned-preview';
import { findCanned } from './find-canned';
import { useCannedReplies, useDeleteCannedReply } from './use-canned-replies';

const ImportCanned = lazy(async () => {
  const [dialog] = await Promise.all([import('./import-canned'), laterTexts()]);
  return { default: dialog.ImportCanned };
});

/** All canned replies by folder: to be found and used in a conversation, added, edited and deleted. */
export function CannedDialog(props: {
  readonly conversation: Conversation;
  /** Puts a text into the message. */
  readonly insert: (text: string) => void;
  readonly close: () => void;
}) {
  const { conversation, insert, close } = props;
  const { t } = useTranslation();
  const confirm = useConfirm();
  const replies = useCannedReplies();
  const brands = useBrands().data ?? [];
  const remove = useDeleteCannedReply();
  /** null: the list; `new`: the form for a new one. */
  const [edited, setEdited] = useState<CannedReplyBody | 'new' | null>(null);
  const [isImporting, setImporting] = useState(false);
  const isAdministrator = useSignedInMe().role === 'administrator';
  const [words, setWords] = useState('');
  const [previewed, setPreviewed] = useState<CannedReplyBody | null>(null);
  const all = replies.data ?? [];
  const folders = foldersOf(all);
  const found = findCanned(all, words, all.length);
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
      {previewed !== null ? (
        <CannedPreview
          reply={previewed}
          conversationId={conversation.id}
          insert={(text) => {
            close();
            insert(text);
          }}
          back={() => setPreviewed(null)}
        />
      ) : edited !== null ? (
        <CannedForm
          key={edited === 'new' ? 'new' : edited.id}
          edited={edited === 'new' ? null : edited}
          brands={brands}
          folders={folders}
          done={() => setEdited(null)}
        />
      ) : (
        <>
          <p className={css.hint}>{t('canned.hint')}</p>
          {replies.isPending && <Loading />}
          {replies.error !== null && <Failed error={replies.error} retry={replies.refetch} />}
          {replies.data?.length === 0 && <p className={css.none}>{t('canned.none')}</p>}
          {all.length > 0 && (
            <Input
              type="search"
              prefix={<SearchOutlined aria-hidden />}
              className={css.search ?? ''}
              autoFocus
              value={words}
              onChange={({ target }) => setWords(target.value)}
              aria-label={t('canned.search')}
              placeholder={t('canned.search')}
            />
          )}
          {all.length > 0 && found.length === 0 && <p className={css.none}>{t('canned.notFound')}</p>}
          <div className={css.list}>
            {[...folders, null].map((folder) => {
              const inFolder = found.filter((reply) => reply.folder === folder);
              if (inFolder.length === 0) return null;
              return (
                <section key={folder ?? ''} aria-label={folder ?? t('canned.noFolder')}>
                  {folders.length > 0 && <h3 className={css.folder}>{folder ?? t('canned.noFolder')}</h3>}
                  <ul>
                    {inFolder.map((reply) => (
                      <li key={reply.id}>
                        <div className={css.entry}>
                          <p>
                            <span className={css.shortcut}>/{reply.shortcut}</span>{' '}
                            <span className={css.owner}>
                              {ownerOf(reply)} · {t('canned.used', { number: reply.useCount })}
                            </span>
                          </p>
                          <p className={css.text}>{reply.text}</p>
                        </div>
                        <Button
                          aria-label={t('canned.useOne', { shortcut: reply.shortcut })}
                          onClick={() => setPreviewed(reply)}
                        >
                          {t('canned.use')}
                        </Button>
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
                </section>
              );
            })}
          </div>
          <Button type="primary" onClick={() => setEdited('new')}>
            {t('canned.add')}
          </Button>{' '}
          {isAdministrator && <Button onClick={() => setImporting(true)}>{t('canned.importFile')}</Button>}
          {isImporting && (
            <Suspense fallback={null}>
              <ImportCanned brands={brands} close={() => setImporting(false)} />
            </Suspense>
          )}
        </>
      )}
    </Dialog>
  );
}

function foldersOf(replies: readonly CannedReplyBody[]): readonly string[] {
  const names = new Set(replies.flatMap(({ folder }) => (folder === null ? [] : [folder])));
  return [...names].sort((one, other) => one.localeCompare(other));
}
