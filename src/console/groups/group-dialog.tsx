import { Form, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { GroupBody } from '../../contracts/people/group';
import { BY_LABEL } from '../shared/forms/find-option';
import { NameField } from '../shared/forms/name-field';
import { passTabOn } from '../shared/forms/pass-tab-on';
import { required } from '../shared/forms/rules';
import { SaveDialog } from '../shared/forms/save-dialog';
import { useBrands, useOperators } from '../shared/setup/requests';
import { type GroupFields, useSaveGroup } from './requests';

/** Adds a group (`group` is null), or changes the name and the operators of one. */
export function GroupDialog({
  group,
  close,
}: {
  readonly group: GroupBody | null;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<GroupFields>();
  const save = useSaveGroup(group);
  const brands = useBrands().data ?? [];
  const onlyBrandId = brands.length === 1 ? brands[0]?.id : undefined;
  useEffect(() => {
    if (group === null && onlyBrandId !== undefined) form.setFieldValue('brandId', onlyBrandId);
  }, [form, group, onlyBrandId]);
  const brandId = Form.useWatch('brandId', form) ?? group?.brandId;
  return (
    <SaveDialog<GroupFields, GroupBody>
      form={form}
      title={group === null ? t('groups.add') : t('groups.changeTitle', { name: group.name })}
      initialValues={
        group === null
          ? { operatorIds: [] }
          : { brandId: group.brandId, name: group.name, operatorIds: group.operatorIds }
      }
      okText={t('forms.save')}
      mutation={save}
      notice={t('forms.saved')}
      close={close}
    >
      <Form.Item
        name="brandId"
        label={t('groups.brand')}
        hidden={group !== null || onlyBrandId !== undefined}
        rules={[required(t('groups.brandRule'))]}
      >
        <Select
          showSearch={BY_LABEL}
          options={brands.map(({ id, name }) => ({ value: id, label: name }))}
          // Members of another brand cannot be members here.
          onChange={() => form.setFieldValue('operatorIds', [])}
        />
      </Form.Item>
      <NameField autoFocus hint={t('groups.nameHint')} />
      <Form.Item name="operatorIds" label={t('groups.members')} extra={t('groups.membersHint')}>
        <MembersSelect brandId={brandId} />
      </Form.Item>
    </SaveDialog>
  );
}

/** Takes `id`, `value` and `onChange` from its form field. Whoever is disabled stays, and cannot be added. */
function MembersSelect({
  brandId,
  ...props
}: {
  readonly brandId: string | undefined;
  readonly id?: string;
  readonly value?: string[];
  readonly onChange?: (ids: string[]) => void;
}) {
  const operators = useOperators();
  const { value = [] } = props;
  const ofBrand = (operators.data ?? []).filter(
    ({ id, brandIds, isDisabled }) =>
      brandId !== undefined && brandIds.includes(brandId) && (!isDisabled || value.includes(id)),
  );
  return (
    <Select<string[]>
      {...props}
      mode="multiple"
      disabled={brandId === undefined}
      loading={operators.isPending}
      showSearch={BY_LABEL}
      onInputKeyDown={passTabOn}
      options={ofBrand.map(({ id, name, email }) => ({ value: id, label: `${name} · ${email}` }))}
    />
  );
}
