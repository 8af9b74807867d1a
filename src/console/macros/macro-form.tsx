import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MacroBody, NewMacroBody } from '../../contracts/conversations/macro';
import { NameField } from '../shared/forms/name-field';
import { SaveDialog } from '../shared/forms/save-dialog';
import { VariablesHelp } from '../shared/macros/variables-help';
import { useAllGroups } from '../shared/setup/requests';
import { useColleaguesIn, useSaveMacro } from './requests';
import { groupValue, STEP_DEFAULTS, STEP_KINDS, type StepValues, toStepValues } from './step-kinds';
import { StepsEditor } from './steps-editor';

/** Values of the field `owner` that are no brand. */
const OWN = 'own';
const EVERYONE = 'everyone';

type Values = { readonly name: string; readonly owner: string; readonly steps: readonly StepValues[] };

/** The form for a macro; `macro` is null for a new one, which begins as a copy of `from` if that is given. */
export function MacroForm(props: {
  readonly macro: MacroBody | null;
  readonly from: MacroBody | null;
  readonly brands: readonly { readonly id: string; readonly name: string }[];
  readonly mayShareWithAll: boolean;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const { macro, from, brands, mayShareWithAll, close } = props;
  const shown = macro ?? from;
  // The API refuses it, because it would be taken from all who use it.
  const isOwnerFixed = macro?.isShared === true && !mayShareWithAll;
  const [form] = Form.useForm<Values>();
  const owner = Form.useWatch('owner', form);
  const save = useSaveMacro(macro?.id ?? null, toBody);
  const ofBrand = brands.filter(({ id }) => id === owner);
  const brandIds = (ofBrand.length > 0 ? ofBrand : brands).map(({ id }) => id);
  const colleagues = useColleaguesIn(brandIds);
  const groups = (useAllGroups().data ?? [])
    .filter(({ brandId }) => brandIds.includes(brandId))
    .map(({ id, name }) => ({ value: groupValue(id), label: `${name} · ${t('groups.group')}` }));
  const initial: Values = {
    name: shown?.name ?? '',
    owner: macro === null || !macro.isShared ? OWN : (macro.brandId ?? EVERYONE),
    steps: shown === null ? [{ ...STEP_DEFAULTS, type: 'reply' }] : shown.steps.map(toStepValues),
  };
  return (
    <SaveDialog<Values, MacroBody>
      title={t(macro === null ? 'macros.add' : 'macros.edit')}
      okText={t('forms.save')}
      form={form}
      initialValues={initial}
      mutation={save}
      notice={t('forms.saved')}
      close={close}
    >
      <NameField autoFocus />
      <Form.Item
        name="owner"
        label={t('canned.owner')}
        extra={isOwnerFixed ? t('macros.ownerHint') : undefined}
      >
        <Select
          disabled={isOwnerFixed}
          options={[
            { value: OWN, label: t('canned.own') },
            ...brands.map(({ id, name }) => ({ value: id, label: t('canned.sharedBy', { name }) })),
            ...(mayShareWithAll ? [{ value: EVERYONE, label: t('macros.everyone') }] : []),
          ]}
        />
      </Form.Item>
      <StepsEditor colleagues={[...(colleagues.data ?? []), ...groups]} />
      <VariablesHelp />
    </SaveDialog>
  );
}

function toBody({ name, owner, steps }: Values): NewMacroBody {
  return {
    name,
    isShared: owner !== OWN,
    brandId: owner === OWN || owner === EVERYONE ? null : owner,
    steps: steps.map((step) => STEP_KINDS[step.type].toStep(step)),
  };
}
