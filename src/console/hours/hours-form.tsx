import { Button, Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OpeningHours } from '../../domain/hours/opening-hours';
import { FormProblem } from '../shared/forms/form-problem';
import { useLeaveGuard } from '../shared/forms/leave-guard';
import { useFieldErrors } from '../shared/forms/use-field-errors';
import { notify } from '../shared/notify';
import { Panel } from '../shared/ui/page';
import { Exceptions } from './exceptions';
import css from './hours.module.css';
import { type HoursKind, type HoursValues, toValues } from './hours-values';
import { NextLine } from './next-line';
import { type HoursOf, useSaveHours } from './requests';
import { Week } from './week';
import { ZoneSelect } from './zone-select';

/** The opening hours of a brand or a channel. Open conversations follow at once. */
export function HoursForm(props: {
  readonly of: HoursOf;
  /** How it is now. */
  readonly kind: HoursKind;
  /** Those that hold now; null: always open. */
  readonly hours: OpeningHours | null;
}) {
  const { t } = useTranslation();
  const { of, hours } = props;
  const [form] = Form.useForm<HoursValues>();
  const guard = useLeaveGuard();
  const save = useSaveHours(of);
  const problem = useFieldErrors(form, save.error);
  const kind = Form.useWatch('kind', form) ?? props.kind;
  const kinds: readonly HoursKind[] =
    of.kind === 'brand' ? ['always', 'hours'] : ['brand', 'always', 'hours'];
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const submit = (): void =>
    // Also the hours of a choice whose fields are not shown.
    save.mutate(form.getFieldsValue(true) as HoursValues, {
      onSuccess(saved) {
        guard.mark(false);
        // In the order in which they are shown when the page is opened again.
        if (saved !== null) form.setFieldsValue(toValues(kind, saved, zone));
        notify({ kind: 'success', title: t('hours.saved') });
      },
    });
  return (
    <Form<HoursValues>
      form={form}
      layout="vertical"
      requiredMark={false}
      className={css.stack ?? ''}
      scrollToFirstError={{ focus: true }}
      initialValues={toValues(props.kind, hours, zone)}
      onValuesChange={() => guard.mark(true)}
      onFinish={submit}
    >
      {guard.question}
      <FormProblem problem={problem} />
      <Panel title={t('hours.when')} hint={t(of.kind === 'brand' ? 'hours.brandHint' : 'hours.channelHint')}>
        <NextLine of={of} hours={hours} />
        <Form.Item className={css.field ?? ''} name="kind">
          <Radio.Group className={css.choices ?? ''} aria-label={t('hours.when')}>
            {kinds.map((one) => (
              <Radio key={one} value={one}>
                {t(`hours.kind_${one}`)}
              </Radio>
            ))}
          </Radio.Group>
        </Form.Item>
      </Panel>
      {kind === 'hours' && (
        <>
          <Panel title={t('hours.weekly')} hint={t('hours.weeklyHint')}>
            <Form.Item name="timeZone" label={t('hours.timeZone')} extra={t('hours.timeZoneHint')}>
              <ZoneSelect />
            </Form.Item>
            <Week />
          </Panel>
          <Panel title={t('hours.exceptions')} hint={t('hours.exceptionsHint')}>
            <Exceptions />
          </Panel>
        </>
      )}
      <div>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('forms.save')}
        </Button>
      </div>
    </Form>
  );
}
