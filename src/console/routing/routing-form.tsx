import { Button, Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RoutingBody } from '../../contracts/people/routing';
import { ROUTING_MODES, ROUTING_ORDERS } from '../../domain/routing/routing';
import { DurationInput } from '../shared/forms/duration-input';
import { FormProblem } from '../shared/forms/form-problem';
import { useLeaveGuard } from '../shared/forms/leave-guard';
import { LimitOrNever } from '../shared/forms/limit-or-never';
import { NumberOrNone } from '../shared/forms/number-or-none';
import { useFieldErrors } from '../shared/forms/use-field-errors';
import { notify } from '../shared/notify';
import { Panel } from '../shared/ui/page';
import { Choice } from './choice';
import { useChangeRouting } from './requests';
import css from './routing.module.css';
import { useRoutingRanges } from './use-routing-ranges';

/** What a field begins with when it is switched on. */
const RETURN_AFTER_SECONDS = 300;
const CAPACITY = 5;
const SKIP_HOURS = 24;

/** The routing of a brand, each choice with what it leads to. Open conversations follow at once. */
export function RoutingForm(props: { readonly brandId: string; readonly routing: RoutingBody }) {
  const { t } = useTranslation();
  const [form] = Form.useForm<RoutingBody>();
  const guard = useLeaveGuard();
  const save = useChangeRouting(props.brandId);
  const problem = useFieldErrors(form, save.error);
  const ranges = useRoutingRanges();
  const offers = (Form.useWatch('mode', form) ?? props.routing.mode) === 'offer';
  const submit = (values: RoutingBody): void =>
    save.mutate(values, {
      onSuccess() {
        guard.mark(false);
        notify({ kind: 'success', title: t('routing.saved') });
      },
    });
  return (
    <Form<RoutingBody>
      form={form}
      layout="vertical"
      requiredMark={false}
      className={css.stack ?? ''}
      scrollToFirstError={{ focus: true }}
      initialValues={props.routing}
      onValuesChange={() => guard.mark(true)}
      onFinish={submit}
    >
      {guard.question}
      <FormProblem problem={problem} />
      <Panel title={t('routing.who')} hint={t('routing.whoHint')}>
        <Choice
          name="mode"
          label={t('routing.mode')}
          options={ROUTING_MODES.map((value) => ({
            value,
            title: t(`routing.mode_${value}`),
            about: t(`routing.about_${value}`),
          }))}
        />
      </Panel>
      {/* Hidden, not left out: whoever chooses the mode again has its settings. */}
      <div hidden={!offers}>
        <Panel title={t('routing.offers')} hint={t('routing.offersHint')}>
          <Choice
            name="order"
            label={t('routing.order')}
            options={ROUTING_ORDERS.map((value) => ({
              value,
              title: t(`routing.order_${value}`),
              about: t(`routing.about_${value}`),
            }))}
          />
          <Form.Item name="preferLastOperator" valuePropName="checked" extra={t('routing.preferLastHint')}>
            <Checkbox>{t('routing.preferLast')}</Checkbox>
          </Form.Item>
          <Form.Item
            name="offerSeconds"
            label={t('routing.offerSeconds')}
            extra={`${t('routing.offerSecondsHint')} ${ranges.words('offerSeconds')}`}
            rules={[ranges.rule('offerSeconds')]}
          >
            <DurationInput label={t('routing.offerSeconds')} units={['seconds', 'minutes']} />
          </Form.Item>
          <Form.Item name="autoAttend" valuePropName="checked" extra={t('routing.autoAttendHint')}>
            <Checkbox>{t('routing.autoAttend')}</Checkbox>
          </Form.Item>
          <Form.Item
            name="defaultCapacity"
            label={t('routing.capacity')}
            extra={`${t('routing.capacityHint')} ${ranges.words('defaultCapacity')}`}
            rules={[ranges.rule('defaultCapacity')]}
          >
            <NumberOrNone none={t('routing.noLimit')} whenSwitchedOn={CAPACITY} />
          </Form.Item>
          <Form.Item
            name="skipOlderThanHours"
            label={t('routing.skipOlder')}
            extra={`${t('routing.skipOlderHint')} ${ranges.words('skipOlderThanHours')}`}
            rules={[ranges.rule('skipOlderThanHours')]}
          >
            <NumberOrNone
              none={t('routing.skipNone')}
              whenSwitchedOn={SKIP_HOURS}
              unit={t('forms.unit_hours')}
            />
          </Form.Item>
        </Panel>
      </div>
      <Panel title={t('routing.return')} hint={t('routing.returnHint')}>
        <Form.Item
          name="returnAfterSeconds"
          label={t('routing.returnAfter')}
          extra={ranges.words('returnAfterSeconds')}
          rules={[ranges.rule('returnAfterSeconds')]}
        >
          <LimitOrNever
            label={t('routing.returnAfter')}
            never={t('routing.returnNever')}
            whenSwitchedOn={RETURN_AFTER_SECONDS}
            units={['seconds', 'minutes', 'hours']}
          />
        </Form.Item>
      </Panel>
      <div>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('forms.save')}
        </Button>
      </div>
    </Form>
  );
}
