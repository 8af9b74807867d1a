import { PlaySquareOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MacroBody } from '../../contracts/conversations/macro';
import { useMacros } from '../shared/macros/requests';
import { useSignedInMe } from '../shared/session/session';
import { useBrands } from '../shared/setup/requests';
import { LoadedRows } from '../shared/ui/loaded';
import { Page, Row } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import { useConfirm } from '../shared/ui/use-confirm';
import { MacroForm } from './macro-form';
import { useDeleteMacro } from './requests';

/** The operator's macros, and those that are shared with them. */
export function MacrosPage() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const isAdministrator = useSignedInMe().role === 'administrator';
  const macros = useMacros();
  const brands = useBrands().data ?? [];
  const remove = useDeleteMacro();
  /** What the form is for: a new one if `macro` is null, as a copy of `from`. */
  const [edited, setEdited] = useState<{ macro: MacroBody | null; from: MacroBody | null } | null>(null);
  const ownerOf = ({ isShared, brandId }: MacroBody): string => {
    if (!isShared) return t('canned.own');
    const name = brands.find(({ id }) => id === brandId)?.name;
    return name === undefined ? t('macros.everyone') : t('canned.sharedBy', { name });
  };
  const askToDelete = ({ id, name }: MacroBody): void =>
    confirm({
      title: t('macros.deleteTitle', { name }),
      okText: t('canned.delete'),
      isDanger: true,
      run: () => remove.mutateAsync(id).catch(() => undefined),
    });
  const add = (
    <Button
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      onClick={() => setEdited({ macro: null, from: null })}
    >
      {t('macros.add')}
    </Button>
  );
  return (
    <Page title={t('setup.macros')} hint={t('macros.hint')} actions={add}>
      <LoadedRows
        query={macros}
        label={t('setup.macros')}
        empty={
          <Empty
            icon={<PlaySquareOutlined aria-hidden />}
            title={t('macros.empty')}
            hint={t('macros.emptyHint')}
          />
        }
      >
        {(macro) => (
          <Row
            key={macro.id}
            name={macro.name}
            meta={`${ownerOf(macro)} · ${macro.steps.map(({ type }) => t(`macros.step_${type}`)).join(' → ')}`}
          >
            {macro.isShared && (
              <Button onClick={() => setEdited({ macro: null, from: macro })}>
                {t('common.copyShort')} <span className="visually-hidden">{macro.name}</span>
              </Button>
            )}
            {(isAdministrator || !macro.isShared || macro.brandId !== null) && (
              <>
                <Button onClick={() => setEdited({ macro, from: null })}>
                  {t('forms.change')} <span className="visually-hidden">{macro.name}</span>
                </Button>
                <Button danger onClick={() => askToDelete(macro)}>
                  {t('canned.delete')} <span className="visually-hidden">{macro.name}</span>
                </Button>
              </>
            )}
          </Row>
        )}
      </LoadedRows>
      {edited !== null && (
        <MacroForm
          {...edited}
          brands={brands}
          mayShareWithAll={isAdministrator}
          close={() => setEdited(null)}
        />
      )}
    </Page>
  );
}
