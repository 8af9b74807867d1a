import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  LONGEST_MENU_ITEM_BYTES,
  LONGEST_MENU_TEXT_BYTES,
  MOST_MENU_ITEMS,
} from '../../../domain/messages/message-limits';
import type { Conversation } from '../../shared/conversations/received';
import { atMostBytes, required } from '../../shared/forms/rules';
import { TextWithBytes } from '../../shared/forms/text-with-bytes';
import type { MenuContent } from '../requests';
import { CardDialog } from './card-dialog';
import css from './cards.module.css';
import { filled } from './filled';

type Values = {
  readonly head?: string;
  readonly items: readonly { readonly text?: string }[];
  readonly tail?: string;
};

/** The form for a menu message: a question with options to tap. */
export function MenuDialog(props: {
  readonly conversation: Conversation;
  /** The initial values of the form. */
  readonly card: MenuContent;
  readonly close: () => void;
}) {
  const { card, ...dialog } = props;
  const { t } = useTranslation();
  const [form] = Form.useForm<Values>();
  const textRule = atMostBytes(t('conversation.tooLong'), LONGEST_MENU_TEXT_BYTES);
  return (
    <CardDialog<Values>
      {...dialog}
      title={t('cards.menu')}
      form={form}
      initialValues={card}
      toContent={({ head, items, tail }) => ({
        type: 'msgmenu',
        ...filled('head', head),
        // WeChat returns the number of the tapped option.
        items: items.map(({ text = '' }, index) => ({ id: String(index + 1), text: text.trim() })),
        ...filled('tail', tail),
      })}
    >
      <Form.Item name="head" label={t('cards.head')} rules={[textRule]}>
        <TextWithBytes limit={LONGEST_MENU_TEXT_BYTES} />
      </Form.Item>
      <Form.List name="items">
        {(fields, { add, remove }) => (
          <fieldset className={css.items}>
            <legend>{t('cards.items', { most: MOST_MENU_ITEMS })}</legend>
            {fields.map(({ key, name }) => {
              const label = t('cards.item', { number: name + 1 });
              return (
                <div key={key} className={css.item}>
                  <Form.Item
                    className={css.field ?? ''}
                    name={[name, 'text']}
                    rules={[
                      required(t('cards.itemMissing')),
                      atMostBytes(
                        t('cards.itemTooLong', { limit: LONGEST_MENU_ITEM_BYTES }),
                        LONGEST_MENU_ITEM_BYTES,
                      ),
                    ]}
                  >
                    <Input aria-label={label} placeholder={label} autoComplete="off" />
                  </Form.Item>
                  <Button
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    disabled={fields.length === 1}
                    aria-label={t('cards.removeItem', { number: name + 1 })}
                    onClick={() => remove(name)}
                  />
                </div>
              );
            })}
            <Button
              type="dashed"
              icon={<PlusOutlined aria-hidden />}
              disabled={fields.length >= MOST_MENU_ITEMS}
              onClick={() => add({})}
            >
              {t('cards.addItem')}
            </Button>
          </fieldset>
        )}
      </Form.List>
      <Form.Item name="tail" label={t('cards.tail')} extra={t('cards.menuHint')} rules={[textRule]}>
        <TextWithBytes limit={LONGEST_MENU_TEXT_BYTES} />
      </Form.Item>
    </CardDialog>
  );
}
