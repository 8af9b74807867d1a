import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_DESCRIPTION, LONGEST_TITLE, LONGEST_URL } from '../../../domain/messages/message-limits';
import type { Conversation } from '../../shared/conversations/received';
import { required, webAddress } from '../../shared/forms/rules';
import type { ArticleContent } from '../requests';
import { CardDialog } from './card-dialog';
import { filled } from './filled';

type Values = {
  readonly title: string;
  readonly url: string;
  readonly description?: string;
  readonly pictureUrl?: string;
};

/** The form for an article: a title, a picture and the page that opens on a tap. */
export function ArticleDialog(props: {
  readonly conversation: Conversation;
  /** The initial values of the form. */
  readonly card: ArticleContent;
  readonly close: () => void;
}) {
  const { card, ...dialog } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  return (
    <CardDialog<Values>
      {...dialog}
      title={t('cards.article')}
      form={form}
      initialValues={card}
      toContent={({ title, url, description, pictureUrl }) => ({
        type: 'news',
        title: title.trim(),
        url: url.trim(),
        ...filled('description', description),
        ...filled('pictureUrl', pictureUrl),
      })}
    >
      <Form.Item name="title" label={t('cards.title')} rules={[required(t('cards.titleMissing'))]}>
        <Input autoFocus showCount maxLength={LONGEST_TITLE} autoComplete="off" />
      </Form.Item>
      <Form.Item name="description" label={t('cards.description')}>
        <Input.TextArea showCount maxLength={LONGEST_DESCRIPTION} autoSize={{ minRows: 2, maxRows: 5 }} />
      </Form.Item>
      <Form.Item
        name="url"
        label={t('cards.url')}
        extra={t('cards.urlHint')}
        rules={[required(t('fieldProblems.url')), webAddress(t('fieldProblems.url'))]}
      >
        <Input inputMode="url" maxLength={LONGEST_URL} placeholder="https://" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="pictureUrl"
        label={t('cards.pictureUrl')}
        extra={t('cards.pictureUrlHint')}
        rules={[webAddress(t('fieldProblems.pictureUrl'))]}
      >
        <Input inputMode="url" maxLength={LONGEST_URL} placeholder="https://" autoComplete="off" />
      </Form.Item>
    </CardDialog>
  );
}
