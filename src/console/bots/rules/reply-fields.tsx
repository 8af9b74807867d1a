/** The fields of each type of message that a rule can reply. */
import { Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_DESCRIPTION, LONGEST_TITLE, LONGEST_URL } from '../../../domain/messages/message-limits';
import { atMostBytes, required, webAddress } from '../../shared/forms/rules';
import { TextWithBytes } from '../../shared/forms/text-with-bytes';
import { ImageInput } from './image-input';
import { MenuFields } from './menu-fields';
import type { ReplyType } from './rule-values';
import css from './rules.module.css';

/** `rule`: the number of the rule; `name`: that of the reply in it. */
export type ReplyFieldsProps = { readonly rule: number; readonly name: number };

function TextFields({ name }: ReplyFieldsProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      className={css.field ?? ''}
      name={[name, 'text']}
      label={t('rules.text')}
      rules={[required(t('canned.textRule')), atMostBytes(t('conversation.tooLong'))]}
    >
      <TextWithBytes />
    </Form.Item>
  );
}

function ImageFields({ name }: ReplyFieldsProps) {
  const { t } = useTranslation();
  return (
    <Form.Item
      className={css.field ?? ''}
      name={[name, 'attachmentId']}
      label={t('rules.picture')}
      extra={t('rules.pictureHint')}
      rules={[required(t('rules.pictureRule'))]}
    >
      <ImageInput />
    </Form.Item>
  );
}

function ArticleFields({ name }: ReplyFieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <Form.Item name={[name, 'title']} label={t('cards.title')} rules={[required(t('cards.titleMissing'))]}>
        <Input maxLength={LONGEST_TITLE} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name={[name, 'description']}
        label={t('cards.description')}
        rules={[required(t('rules.descriptionRule'))]}
      >
        <Input.TextArea maxLength={LONGEST_DESCRIPTION} autoSize={{ minRows: 2, maxRows: 5 }} />
      </Form.Item>
      <Form.Item
        name={[name, 'url']}
        label={t('cards.url')}
        extra={t('cards.urlHint')}
        rules={[required(t('fieldProblems.url')), webAddress(t('fieldProblems.url'))]}
      >
        <Input inputMode="url" maxLength={LONGEST_URL} placeholder="https://" autoComplete="off" />
      </Form.Item>
      <Form.Item
        className={css.field ?? ''}
        name={[name, 'pictureUrl']}
        label={t('cards.pictureUrl')}
        extra={t('cards.pictureUrlHint')}
        rules={[webAddress(t('fieldProblems.pictureUrl'))]}
      >
        <Input inputMode="url" maxLength={LONGEST_URL} placeholder="https://" autoComplete="off" />
      </Form.Item>
    </>
  );
}

export const REPLY_FIELDS: Readonly<Record<ReplyType, (props: ReplyFieldsProps) => ReactNode>> = {
  text: TextFields,
  msgmenu: MenuFields,
  image: ImageFields,
  news: ArticleFields,
};
export const REPLY_TYPES = Object.keys(REPLY_FIELDS) as readonly ReplyType[];
