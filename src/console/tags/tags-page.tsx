import { TagOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LONGEST_TAG } from '../../domain/contact';
import { required } from '../shared/forms/rules';
import { SaveDialog } from '../shared/forms/save-dialog';
import { ImportDialog } from '../shared/import/import-dialog';
import { useSignedInMe } from '../shared/session/session';
import { useChannels } from '../shared/setup/requests';
import { LoadedRows } from '../shared/ui/loaded';
import { Page, Row } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import { useConfirm } from '../shared/ui/use-confirm';
import { type UsedTag, useDeleteTag, useRenameTag, useTags } from './requests';

/** The tags of contacts and conversations: renamed, merged and deleted everywhere at once. */
export function TagsPage() {
  const { t } = useTranslation();
  const tags = useTags();
  const [renamed, setRenamed] = useState<string | null>(null);
  const [isImporting, setImporting] = useState(false);
  const isAdministrator = useSignedInMe().role === 'administrator';
  const channels = useChannels();
  return (
    <Page
      title={t('setup.tags')}
      hint={t('tags.hint')}
      actions={isAdministrator && <Button onClick={() => setImporting(true)}>{t('imports.open')}</Button>}
    >
      <LoadedRows
        query={tags}
        label={t('setup.tags')}
        empty={
          <Empty icon={<TagOutlined aria-hidden />} title={t('tags.empty')} hint={t('tags.emptyHint')} />
        }
      >
        {(one) => <TagRow key={one.tag} used={one} rename={() => setRenamed(one.tag)} />}
      </LoadedRows>
      {renamed !== null && <RenameDialog tag={renamed} close={() => setRenamed(null)} />}
      {isImporting && (
        <ImportDialog
          what="tags"
          place={{
            name: 'channelId',
            label: t('imports.channel'),
            options: (channels.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          }}
          changes={[['tags'], ['contact-list']]}
          close={() => setImporting(false)}
        />
      )}
    </Page>
  );
}

function TagRow({ used, rename }: { readonly used: UsedTag; readonly rename: () => void }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const remove = useDeleteTag();
  const { tag, contacts, conversations } = used;
  const askToDelete = (): void =>
    confirm({
      title: t('tags.deleteTitle', { tag }),
      text: t('tags.deleteHint', { contacts, conversations }),
      okText: t('tags.delete'),
      isDanger: true,
      run: () => remove.mutateAsync(tag).catch(() => undefined),
    });
  return (
    <Row
      name={<Link to={`/contacts?${new URLSearchParams({ tag }).toString()}`}>{tag}</Link>}
      meta={t('tags.uses', { contacts, conversations })}
    >
      <Button onClick={rename}>
        {t('tags.rename')} <span className="visually-hidden">{tag}</span>
      </Button>
      <Button danger onClick={askToDelete}>
        {t('tags.delete')} <span className="visually-hidden">{tag}</span>
      </Button>
    </Row>
  );
}

function RenameDialog({ tag, close }: { readonly tag: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const rename = useRenameTag(tag);
  return (
    <SaveDialog
      title={t('tags.renameTitle', { tag })}
      initialValues={{ name: tag }}
      okText={t('forms.save')}
      mutation={rename}
      notice={t('forms.saved')}
      close={close}
    >
      <Form.Item
        name="name"
        label={t('forms.name')}
        extra={t('tags.mergeHint')}
        rules={[required(t('fieldProblems.tag'))]}
      >
        <Input autoFocus maxLength={LONGEST_TAG} autoComplete="off" />
      </Form.Item>
    </SaveDialog>
  );
}
