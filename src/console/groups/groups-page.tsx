import { PlusOutlined, UsergroupAddOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupBody } from '../../contracts/people/group';
import { listWords } from '../shared/list-words';
import { useAllGroups, useBrands, useChannels, useOperators } from '../shared/setup/requests';
import { LoadedRows } from '../shared/ui/loaded';
import { Page, Row } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import { useConfirm } from '../shared/ui/use-confirm';
import { GroupDialog } from './group-dialog';
import { useDeleteGroup } from './requests';

/** The groups of operators in each brand. */
export function GroupsPage() {
  const { t } = useTranslation();
  const groups = useAllGroups();
  /** What the dialog is for: null for a new one. */
  const [edited, setEdited] = useState<{ readonly group: GroupBody | null } | null>(null);
  const add = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEdited({ group: null })}>
      {t('groups.add')}
    </Button>
  );
  return (
    <Page title={t('setup.groups')} hint={t('groups.hint')} actions={add}>
      <LoadedRows
        query={groups}
        label={t('setup.groups')}
        empty={
          <Empty
            icon={<UsergroupAddOutlined aria-hidden />}
            title={t('groups.empty')}
            hint={t('groups.emptyHint')}
          />
        }
      >
        {(group) => <GroupRow key={group.id} group={group} edit={() => setEdited({ group })} />}
      </LoadedRows>
      {edited !== null && <GroupDialog group={edited.group} close={() => setEdited(null)} />}
    </Page>
  );
}

function GroupRow({ group, edit }: { readonly group: GroupBody; readonly edit: () => void }) {
  const { t, i18n } = useTranslation();
  const { id, name, brandId, operatorIds } = group;
  const brand = useBrands().data?.find((one) => one.id === brandId);
  const operators = useOperators().data ?? [];
  const channels = useChannels().data?.filter(({ groupId }) => groupId === id) ?? [];
  const remove = useDeleteGroup();
  const confirm = useConfirm();
  const list = (names: readonly string[]): string => listWords(names, i18n.language);
  const members = operatorIds.map((one) => operators.find((operator) => operator.id === one)?.name ?? '…');
  const askToDelete = (): void =>
    confirm({
      title: t('groups.deleteTitle', { name }),
      text: [
        t('groups.deleteHint', { brand: brand?.name ?? '–' }),
        ...(channels.length === 0
          ? []
          : [t('groups.deleteChannels', { names: list(channels.map((one) => one.name)) })]),
      ].join(' '),
      okText: t('groups.delete'),
      isDanger: true,
      run: () => remove.mutateAsync(id).catch(() => undefined),
    });
  return (
    <Row
      name={name}
      meta={
        <>
          {brand?.name} · {members.length === 0 ? t('groups.nobody') : list(members)}
          {channels.length > 0 && (
            <>
              <br />
              {t('groups.channels', { names: list(channels.map((one) => one.name)) })}
            </>
          )}
        </>
      }
    >
      <Button onClick={edit}>
        {t('forms.change')} <span className="visually-hidden">{name}</span>
      </Button>
      <Button danger onClick={askToDelete}>
        {t('groups.delete')} <span className="visually-hidden">{name}</span>
      </Button>
    </Row>
  );
}
