import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_DESCRIPTION, LONGEST_TITLE, LONGEST_URL } from '../../../domain/messages/message-limits';
import type { Conversation } from '../../shared/conversations/received';
import { required, webAddress } from '../../shared/forms/rules';
import type { LinkContent } from '../requests';
import { CardDialog } from './card-dialog';

type Values = Omit<LinkContent, 'type'>;

/** The form for a link of a mini program. Unlike an article it needs all of its parts: WeChat refuses it otherwise. */
export function LinkDialog(props: {
  readonly conversation: Conversation;
  /** The initial values of the form. */
  readonly card: LinkContent;
  readonly close: () => void;
}) {
  const { card, ...dialog } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const address = (message: string) => [required(message), webAddress(message)];
  return (
    <CardDialog<Values>
      {...dialog}
      title={t('cards.link')}
      form={form}
      initialValues={card}
      toContent={({ title, description, url, thumbUrl }) => ({
        type: 'link',
        title: title.trim(),
        description: description.trim(),
        url: url.trim(),
        thumbUrl: thumbUrl.trim(),
      })}
    >
      <Form.Item name="title" label={t('cards.title')} rules={[required(t('cards.titleMissing'))]}>
        <Input autoFocus showCount maxLength={LONGEST_TITLE} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="description"
        label={t('cards.description')}
        rules={[required(t('cards.descriptionMissing'))]}
      >
        <Input.TextArea showCount maxLength={LONGEST_DESCRIPTION} autoSize={{ minRows: 2, maxRows: 5 }} />
      </Form.Item>
      <Form.Item name="url" label={t('cards.url')} rules={address(t('fieldProblems.url'))}>
        <Input inputMode="url" maxLength={LONGEST_URL} placeholder="https://" autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="thumbUrl"
        label={t('cards.pictureUrl')}
        extra={t('cards.thumbUrlHint')}
        rules={address(t('fieldProblems.pictureUrl'))}
      >
        <Input inputMode="url" maxLength={LONGEST_URL} placeholder="https://" autoComplete="off" />
      </Form.Item>
    </CardDialog>
  );
}
