import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_MENU_ITEM_BYTES, LONGEST_MENU_TEXT_BYTES } from '../../../domain/messages/message-limits';
import { atMostBytes, required } from '../../shared/forms/rules';
import { TextWithBytes } from '../../shared/forms/text-with-bytes';
import { menuIdsOf, type RuleValues } from './rule-values';
import css from './rules.module.css';

/** As the API counts them. */
const MOST_CHOICES = 10;
const LONGEST_ID = 64;

/** A menu message: each choice names the rule that answers it, by the rule's menu id. */
export function MenuFields({ name }: { readonly name: number }) {
  const { t } = useTranslation();
  const rules = Form.useWatch<readonly RuleValues[] | undefined>('rules') ?? [];
  const ids = menuIdsOf(rules);
  const textRule = atMostBytes(t('conversation.tooLong'), LONGEST_MENU_TEXT_BYTES);
  return (
    <>
      <Form.Item name={[name, 'head']} label={t('cards.head')} rules={[textRule]}>
        <TextWithBytes limit={LONGEST_MENU_TEXT_BYTES} />
      </Form.Item>
      <Form.List name={[name, 'items']}>
        {(fields, { add, remove }) => (
          <fieldset className={css.choices}>
            <legend>{t('cards.items', { most: MOST_CHOICES })}</legend>
            {fields.map(({ key, name: choice }) => {
              const number = choice + 1;
              return (
                <div key={key} className={css.line}>
                  <Form.Item
                    className={css.field ?? ''}
                    name={[choice, 'text']}
                    rules={[
                      required(t('cards.itemMissing')),
                      atMostBytes(
                        t('cards.itemTooLong', { limit: LONGEST_MENU_ITEM_BYTES }),
                        LONGEST_MENU_ITEM_BYTES,
                      ),
                    ]}
                  >
                    <Input
                      aria-label={t('cards.item', { number })}
                      placeholder={t('cards.item', { number })}
                      autoComplete="off"
                    />
                  </Form.Item>
                  <Form.Item
                    className={css.field ?? ''}
                    name={[choice, 'id']}
                    rules={[required(t('rules.choiceRule'))]}
                  >
                    <AutoComplete
                      aria-label={t('rules.choiceId', { number })}
                      placeholder={t('rules.menuId')}
                      maxLength={LONGEST_ID}
                      options={ids.map((value) => ({ value }))}
                    />
                  </Form.Item>
                  <Button
                    type="text"
                    danger
                    icon={<DeleteOutlined aria-hidden />}
                    disabled={fields.length === 1}
                    aria-label={t('cards.removeItem', { number })}
                    onClick={() => remove(choice)}
                  />
                </div>
              );
            })}
            <Button
              type="dashed"
              size="small"
              icon={<PlusOutlined aria-hidden />}
              disabled={fields.length >= MOST_CHOICES}
              onClick={() => add({ text: '' })}
            >
              {t('cards.addItem')}
            </Button>
          </fieldset>
        )}
      </Form.List>
      <Form.Item className={css.below ?? ''} name={[name, 'tail']} label={t('cards.tail')} rules={[textRule]}>
        <TextWithBytes limit={LONGEST_MENU_TEXT_BYTES} />
      </Form.Item>
    </>
  );
}
