import { Alert, Checkbox, Form, type GetRef, Input, Radio } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Conversation, ownNow } from '../../shared/conversations/received';
import { formatMoment } from '../../shared/time/format';
import { Dialog } from '../../shared/ui/dialog';
import type { Later } from '../requests';
import css from './later.module.css';
import { LATER_CHOICES, type LaterChoice, laterTimes, toLocalInput } from './later-times';

type Values = {
  readonly choice: LaterChoice | 'other';
  /** Of the field for another time, in the browser's time zone. */
  readonly at: string;
  readonly cancelOnReply: boolean;
};

/** Asks when the message that was written is sent: a time inside the window, by the conversation's own clock. */
export function LaterDialog(props: {
  readonly conversation: Conversation;
  readonly schedule: (later: Later) => void;
  readonly close: () => void;
}) {
  const { t, i18n } = useTranslation();
  const { conversation, schedule, close } = props;
  const [form] = Form.useForm<Values>();
  const first = useRef<GetRef<typeof Radio>>(null);
  const now = (): number => ownNow(conversation, Date.now());
  const closesAt = Date.parse(conversation.window.closesAt);
  // The list stays as it was when the form opened; what is chosen counts from the press of the button.
  const [offered] = useState(() => laterTimes(now(), closesAt));
  const choices = LATER_CHOICES.filter((one) => offered[one] !== null);
  const [initialValues] = useState<Values>(() => ({
    choice: choices[0] ?? 'other',
    at: toLocalInput(offered.hour ?? (now() + closesAt) / 2),
    cancelOnReply: false,
  }));
  const values = { ...initialValues, ...Form.useWatch((all: Values) => all, { form, preserve: true }) };

  const timeOf = ({ choice, at }: Values): number =>
    choice === 'other' ? Date.parse(at) : (laterTimes(now(), closesAt)[choice] ?? offered[choice] ?? 0);
  const faultOf = (at: number): string | null => {
    if (Number.isNaN(at)) return t('later.atRule');
    if (at <= now()) return t('later.past');
    return at < closesAt ? null : t('later.afterWindow', { since: formatMoment(closesAt, i18n.language) });
  };
  const completesAt = idleEnd(conversation);
  const isLost = completesAt !== null && timeOf(values) > completesAt;
  const submit = (chosen: Values): void => {
    close();
    schedule({
      sendAt: new Date(timeOf(chosen)).toISOString(),
      cancelOnReply: chosen.cancelOnReply,
    });
  };
  return (
    <Dialog
      title={t('later.title')}
      okText={t('later.schedule')}
      cancelText={t('common.cancel')}
      onOk={() => form.submit()}
      onCancel={close}
      afterOpenChange={(isOpen) => isOpen && first.current?.focus()}
    >
      <Form<Values>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initialValues}
        onFinish={submit}
      >
        <Form.Item name="choice" label={t('later.when')}>
          <Radio.Group className={css.choices ?? ''}>
            {choices.map((choice, index) => (
              <Radio key={choice} value={choice} {...(index === 0 ? { ref: first } : {})}>
                {t(`later.at_${choice}`, { time: formatMoment(offered[choice] ?? 0, i18n.language) })}
              </Radio>
            ))}
            <Radio value="other" {...(choices.length === 0 ? { ref: first } : {})}>
              {t('later.at_other')}
            </Radio>
          </Radio.Group>
        </Form.Item>
        {values.choice === 'other' && (
          <Form.Item
            name="at"
            label={t('later.at')}
            extra={t('later.atHint', { time: formatMoment(closesAt, i18n.language) })}
            rules={[
              {
                validator: (_, at: string) => {
                  const fault = faultOf(Date.parse(at));
                  return fault === null ? Promise.resolve() : Promise.reject(new Error(fault));
                },
              },
            ]}
          >
            <Input
              type="datetime-local"
              className={css.at ?? ''}
              min={toLocalInput(now())}
              max={toLocalInput(closesAt)}
            />
          </Form.Item>
        )}
        <Form.Item name="cancelOnReply" valuePropName="checked" className={css.check ?? ''}>
          <Checkbox>{t('later.cancelOnReply')}</Checkbox>
        </Form.Item>
        <p className={css.hint}>
          {t(values.cancelOnReply ? 'later.placeOrFails' : 'later.placeOrWaits')} {t('later.ends')}
        </p>
        {isLost && (
          <Alert
            type="warning"
            showIcon
            role="status"
            title={t('later.completesFirst', { time: formatMoment(completesAt, i18n.language) })}
          />
        )}
        {/* Lets Enter submit the form. The words for a time outside the window are ours, not the browser's. */}
        <button type="submit" formNoValidate hidden tabIndex={-1} aria-hidden />
      </Form>
    </Dialog>
  );
}

/** When the conversation will be completed, and the message cancelled, if nothing happens; null: that is not known. */
function idleEnd({ state, deadlines }: Conversation): number | null {
  if (state !== 'active') return null;
  const end = deadlines.find(({ kind }) => kind === 'close_idle' || kind === 'close_bot_idle');
  return end === undefined ? null : Date.parse(end.at);
}
