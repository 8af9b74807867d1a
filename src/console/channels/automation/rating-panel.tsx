import { Form, Input, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_MENU_ITEM_BYTES, LONGEST_MENU_TEXT_BYTES } from '../../../domain/messages/message-limits';
import { ASK_REASON_BELOW, RATING_OPTIONS, type RatingOption } from '../../../domain/rating/rating';
import { NumberOrNone } from '../../shared/forms/number-or-none';
import { atMostBytes, required } from '../../shared/forms/rules';
import { TextWithBytes } from '../../shared/forms/text-with-bytes';
import { Panel } from '../../shared/ui/page';

const RATING = ['settings', 'automatic', 'rating'] as const;
const field = (name: string) => [...RATING, name];
/** What the limit for a reason begins with when it is switched on. */
const ASK_BELOW = 3;

/** The choices are one field: they stand close together. */
const CLOSE = { marginBottom: 8 };

/** How contacts are asked to rate a conversation. */
export function RatingPanel() {
  const { t } = useTranslation();
  const tooLong = t('conversation.tooLong');
  const below = Form.useWatch<number | null | undefined>(field('askReasonBelow')) ?? null;
  return (
    <Panel title={t('rating.title')} hint={t('rating.hint')}>
      <Form.Item name={field('isEnabled')} label={t('rating.enabled')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item
        name={field('onAutomaticClose')}
        label={t('rating.onAutomaticClose')}
        valuePropName="checked"
      >
        <Switch />
      </Form.Item>
      <Form.Item
        name={field('text')}
        label={t('rating.text')}
        rules={[required(t('fieldProblems.text')), atMostBytes(tooLong, LONGEST_MENU_TEXT_BYTES)]}
      >
        <TextWithBytes limit={LONGEST_MENU_TEXT_BYTES} />
      </Form.Item>
      <Form.Item label={t('rating.options')} extra={t('rating.optionsHint')}>
        <Form.List
          name={field('options')}
          rules={[
            {
              validator: (_, options: readonly RatingOption[] = []) =>
                options.filter(({ label }) => label.trim() !== '').length >= RATING_OPTIONS.min
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('rating.tooFew', { min: RATING_OPTIONS.min }))),
            },
          ]}
        >
          {(rows, _operation, { errors }) => (
            <>
              {rows.map(({ key, name }) => (
                <Option key={key} row={name} />
              ))}
              <Form.ErrorList errors={errors} />
            </>
          )}
        </Form.List>
      </Form.Item>
      <Form.Item
        name={field('thanks')}
        label={t('rating.thanks')}
        extra={t('rating.thanksHint')}
        rules={[atMostBytes(tooLong)]}
      >
        <TextWithBytes />
      </Form.Item>
      <Form.Item
        name={field('askReasonBelow')}
        label={t('rating.below')}
        extra={t('rating.belowHint')}
        rules={[
          {
            validator: (_, value: number | null | undefined) =>
              value === null ||
              value === undefined ||
              (value >= ASK_REASON_BELOW.min && value <= ASK_REASON_BELOW.max)
                ? Promise.resolve()
                : Promise.reject(new Error(t('forms.between', ASK_REASON_BELOW))),
          },
        ]}
      >
        <NumberOrNone none={t('rating.belowNone')} whenSwitchedOn={ASK_BELOW} />
      </Form.Item>
      <Form.Item
        name={field('reasonText')}
        label={t('rating.reason')}
        extra={t('rating.reasonHint')}
        rules={[atMostBytes(tooLong)]}
        hidden={below === null}
      >
        <TextWithBytes />
      </Form.Item>
    </Panel>
  );
}

/** One choice: its score stays, its words may be changed. */
function Option({ row }: { readonly row: number }) {
  const { t } = useTranslation();
  const score = Form.useWatch<string | undefined>([...field('options'), row, 'id']) ?? '';
  return (
    <>
      <Form.Item name={[row, 'id']} hidden>
        <Input />
      </Form.Item>
      <Form.Item
        name={[row, 'label']}
        style={CLOSE}
        rules={[atMostBytes(t('conversation.tooLong'), LONGEST_MENU_ITEM_BYTES)]}
      >
        <Input addonBefore={score} aria-label={t('rating.optionLabel', { score })} />
      </Form.Item>
    </>
  );
}
