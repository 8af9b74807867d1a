import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { REPLY_FIELDS, REPLY_TYPES } from './reply-fields';
import type { ReplyType } from './rule-values';
import css from './rules.module.css';

/** As the API counts them: more have no place. */
const MOST_REPLIES = 5;

/** What a rule replies: one message each, in this order. */
export function Replies({ rule }: { readonly rule: number }) {
  const { t } = useTranslation();
  return (
    <Form.List name={[rule, 'reply']}>
      {(fields, { add, remove }) => (
        <fieldset className={css.part}>
          <legend>{t('rules.reply')}</legend>
          {fields.map(({ key, name }) => {
            const number = name + 1;
            return (
              <div key={key} className={css.message}>
                <div className={css.line}>
                  <Form.Item name={[name, 'type']} noStyle>
                    <Select<ReplyType>
                      className={css.type ?? ''}
                      aria-label={t('rules.message', { number })}
                      options={REPLY_TYPES.map((value) => ({ value, label: t(`messageTypes.${value}`) }))}
                    />
                  </Form.Item>
                  <Button
                    type="text"
                    danger
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={t('rules.removeMessage', { number })}
                    onClick={() => remove(name)}
                  />
                </div>
                <ReplyFields rule={rule} name={name} />
              </div>
            );
          })}
          <Button
            type="dashed"
            size="small"
            icon={<PlusOutlined aria-hidden />}
            disabled={fields.length >= MOST_REPLIES}
            onClick={() => add({ type: 'text', text: '' })}
          >
            {t('rules.addMessage')}
          </Button>
        </fieldset>
      )}
    </Form.List>
  );
}

/** What the chosen type of message needs. */
function ReplyFields({ rule, name }: { readonly rule: number; readonly name: number }) {
  const type = Form.useWatch<ReplyType | undefined>(['rules', rule, 'reply', name, 'type']);
  const Fields = type === undefined ? null : REPLY_FIELDS[type];
  return Fields === null ? null : <Fields rule={rule} name={name} />;
}
