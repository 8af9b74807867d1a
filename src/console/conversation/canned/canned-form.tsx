import { AutoComplete, Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { LONGEST_FOLDER } from '../../../domain/macros';
import { hasCode } from '../../shared/api/api-error';
import { FormProblem } from '../../shared/forms/form-problem';
import { atMostBytes, knownVariables, required } from '../../shared/forms/rules';
import { placeholderOf, VariablesHelp } from '../../shared/macros/variables-help';
import css from './canned.module.css';
import { useSaveCannedReply } from './use-canned-replies';

/** The value for "only you" in the list of brands. */
const OWN = '';

type Values = {
  readonly shortcut: string;
  readonly text: string;
  readonly folder: string;
  readonly owner: string;
};

/** The form for a canned reply; `edited` is null for a new one. */
export function CannedForm(props: {
  readonly edited: CannedReplyBody | null;
  readonly brands: readonly { readonly id: string; readonly name: string }[];
  /** Those that there are, to choose from. */
  readonly folders: readonly string[];
  readonly done: () => void;
}) {
  const { t } = useTranslation();
  const { edited, brands, folders, done } = props;
  const save = useSaveCannedReply();
  const submit = ({ shortcut, text, folder, owner }: Values): void =>
    save.mutate(
      {
        id: edited?.id ?? null,
        fields: {
          shortcut: shortcut.trim(),
          text,
          folder: folder.trim() === '' ? null : folder.trim(),
          brandId: owner === OWN ? null : owner,
        },
      },
      { onSuccess: done },
    );
  const initial: Values = {
    shortcut: edited?.shortcut ?? '',
    text: edited?.text ?? '',
    folder: edited?.folder ?? '',
    owner: edited?.brandId ?? OWN,
  };
  return (
    <Form<Values> layout="vertical" initialValues={initial} onFinish={submit} requiredMark={false}>
      <FormProblem problem={hasCode(save.error, 'conflict') ? t('canned.taken') : save.error} />
      <Form.Item
        name="shortcut"
        label={t('canned.shortcut')}
        extra={t('canned.shortcutHint')}
        rules={[{ required: true, pattern: /^\s*[^\s/]{1,32}\s*$/u, message: t('canned.shortcutRule') }]}
      >
        <Input prefix="/" autoFocus maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="text"
        label={t('canned.text')}
        rules={[
          required(t('canned.textRule')),
          knownVariables((word) => t('macros.unknownVariable', { word: placeholderOf(word) })),
          atMostBytes(t('conversation.tooLong')),
        ]}
      >
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} />
      </Form.Item>
      <VariablesHelp />
      <Form.Item name="folder" label={t('canned.folder')} extra={t('canned.folderHint')}>
        <AutoComplete options={folders.map((value) => ({ value }))} maxLength={LONGEST_FOLDER} />
      </Form.Item>
      <Form.Item name="owner" label={t('canned.owner')}>
        <Select
          options={[
            { value: OWN, label: t('canned.own') },
            ...brands.map(({ id, name }) => ({ value: id, label: t('canned.sharedBy', { name }) })),
          ]}
        />
      </Form.Item>
      <div className={css.buttons}>
        <Button onClick={done}>{t('common.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('canned.save')}
        </Button>
      </div>
    </Form>
  );
}
