import { Form, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConversationBody } from '../../../contracts/conversations/conversation';
import { PRIORITIES } from '../../../domain/lists/urgency';
import type { Conversation } from '../../shared/conversations/received';
import { SaveDialog } from '../../shared/forms/save-dialog';
import { TagSelect } from '../../shared/labels/tag-select';
import { useUsedTags } from '../../shared/labels/use-used-tags';
import { type LabelValues, useSaveLabels } from './use-save-labels';

/** How urgent the conversation is, and what it is about. */
export function LabelsDialog(props: { readonly conversation: Conversation; readonly close: () => void }) {
  const { t } = useTranslation();
  const { conversation, close } = props;
  const { id, brandId } = conversation;
  // What colleagues change while it is open is not what the reader changes.
  const [before] = useState<LabelValues>({ priority: conversation.priority, tags: conversation.tags });
  const save = useSaveLabels(id, before);
  const known = useUsedTags({ brandId });
  return (
    <SaveDialog<LabelValues, ConversationBody>
      title={t('conversation.labels')}
      okText={t('forms.save')}
      initialValues={before}
      mutation={save}
      close={close}
    >
      <Form.Item name="priority" label={t('conversation.priority')}>
        <Radio.Group
          optionType="button"
          options={PRIORITIES.map((value) => ({ value, label: t(`inbox.priority_${value}`) }))}
        />
      </Form.Item>
      <Form.Item name="tags" label={t('contact.tags')}>
        <TagSelect known={known} autoFocus />
      </Form.Item>
    </SaveDialog>
  );
}
