import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import css from './rules.module.css';

/** As the API counts them. */
const MOST_KEYWORDS = 50;
const LONGEST_KEYWORD = 100;
const LONGEST_ID = 64;
const MATCHES = ['contains', 'equals'] as const;

/** When a rule fits: by words of the message, a choice of a menu, or any message; and whether only at the beginning. */
export function Condition({ rule }: { readonly rule: number }) {
  const { t } = useTranslation();
  return (
    <fieldset className={css.part}>
      <legend>{t('rules.when')}</legend>
      <Form.List name={[rule, 'when', 'keywords']}>
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => {
              const number = name + 1;
              return (
                <div key={key} className={css.line}>
                  <Form.Item name={[name, 'match']} noStyle>
                    <Select
                      className={css.match ?? ''}
                      aria-label={t('rules.match', { number })}
                      options={MATCHES.map((value) => ({ value, label: t(`rules.match_${value}`) }))}
                    />
                  </Form.Item>
                  <Form.Item className={css.field ?? ''} name={[name, 'text']}>
                    <Input
                      aria-label={t('rules.keyword', { number })}
                      placeholder={t('rules.keyword', { number })}
                      maxLength={LONGEST_KEYWORD}
                      autoComplete="off"
                    />
                  </Form.Item>
                  <Button
                    type="text"
                    danger
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={t('rules.removeKeyword', { number })}
                    onClick={() => remove(name)}
                  />
                </div>
              );
            })}
            <Button
              type="dashed"
              size="small"
              icon={<PlusOutlined aria-hidden />}
              disabled={fields.length >= MOST_KEYWORDS}
              onClick={() => add({ text: '', match: 'contains' })}
            >
              {t('rules.addKeyword')}
            </Button>
          </>
        )}
      </Form.List>
      <Form.Item
        className={css.below ?? ''}
        name={[rule, 'when', 'menuId']}
        label={t('rules.menuId')}
        extra={t('rules.menuIdHint')}
      >
        <Input maxLength={LONGEST_ID} autoComplete="off" />
      </Form.Item>
      <Form.Item className={css.field ?? ''} name={[rule, 'when', 'any']} valuePropName="checked">
        <Checkbox>{t('rules.any')}</Checkbox>
      </Form.Item>
      <Form.Item className={css.field ?? ''} name={[rule, 'when', 'first']} valuePropName="checked">
        <Checkbox>{t('rules.first')}</Checkbox>
      </Form.Item>
      <Form.Item className={css.field ?? ''} name={[rule, 'when', 'outOfHours']} valuePropName="checked">
        <Checkbox>{t('rules.outOfHours')}</Checkbox>
      </Form.Item>
    </fieldset>
  );
}
