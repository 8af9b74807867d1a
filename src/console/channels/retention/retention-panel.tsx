import { Form, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { RETENTION_DAYS } from '../../../domain/retention';
import { NumberOrNone } from '../../shared/forms/number-or-none';
import { Panel } from '../../shared/ui/page';

/** What the form begins with when a limit is switched on, in days. */
const DAYS_AT_FIRST = 180;
const FIELDS = ['messagesDays', 'filesDays'] as const;

/** How long a channel keeps words and files. */
export function RetentionPanel({ hasFollow }: { readonly hasFollow: boolean }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('retention.title')} hint={t('retention.hint')}>
      {FIELDS.map((field) => (
        <Form.Item
          key={field}
          name={['settings', 'retention', field]}
          label={t(`retention.${field}`)}
          extra={t(`retention.${field}Hint`)}
          rules={[{ type: 'integer', ...RETENTION_DAYS, message: t('forms.between', RETENTION_DAYS) }]}
        >
          <NumberOrNone
            none={t('retention.forEver')}
            unit={t('retention.days')}
            whenSwitchedOn={DAYS_AT_FIRST}
          />
        </Form.Item>
      ))}
      {hasFollow && (
        <Form.Item
          name={['settings', 'retention', 'eraseOnUnfollow']}
          valuePropName="checked"
          label={t('retention.eraseOnUnfollow')}
          extra={t('retention.eraseOnUnfollowHint')}
        >
          <Switch />
        </Form.Item>
      )}
    </Panel>
  );
}
