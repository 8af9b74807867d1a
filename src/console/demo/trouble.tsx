import { ToolOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '../../contracts/demo/demo-phone';
import { TROUBLE_CODES, useCodeMeaning } from './code-meaning';
import css from './frame.module.css';
import { useBreak, useMend, usePhone } from './requests';

const DELAY_SECONDS = 4;
const OTHERS: readonly Trouble[] = [
  { kind: 'delay', seconds: DELAY_SECONDS },
  { kind: 'silence' },
  { kind: 'repeats' },
  { kind: 'outage' },
];

/** Describes a trouble in words. */
function useTroubleWords(): (trouble: Trouble) => string {
  const { t } = useTranslation();
  const meaning = useCodeMeaning();
  return (trouble) => {
    switch (trouble.kind) {
      case 'errcode':
        return t('phone.trouble_errcode', { meaning: meaning(trouble.errcode) });
      case 'delay':
        return t('phone.trouble_delay', { seconds: trouble.seconds });
      case 'silence':
      case 'repeats':
      case 'outage':
        return t(`phone.trouble_${trouble.kind}`);
      default:
        return trouble satisfies never;
    }
  };
}

/** The menu of ways to break WeChat. */
export function BreakMenu() {
  const { t } = useTranslation();
  const words = useTroubleWords();
  const breakWith = useBreak();
  const refusals = TROUBLE_CODES.map((errcode): Trouble => ({ kind: 'errcode', errcode }));
  const all = [...refusals, ...OTHERS];
  const toItem = (trouble: Trouble) => ({ key: String(all.indexOf(trouble)), label: words(trouble) });
  const items: MenuProps['items'] = [...refusals.map(toItem), { type: 'divider' }, ...OTHERS.map(toItem)];
  const onClick: MenuProps['onClick'] = ({ key }) => {
    const trouble = all[Number(key)];
    if (trouble !== undefined) breakWith.mutate(trouble);
  };
  return (
    <Dropdown menu={{ items, onClick }} trigger={['click']} placement="bottomRight">
      <Button icon={<ToolOutlined aria-hidden />} loading={breakWith.isPending}>
        {t('phone.break')}
      </Button>
    </Dropdown>
  );
}

/** A banner that says how WeChat is broken, until it is repaired. */
export function TroubleBanner() {
  const { t } = useTranslation();
  const words = useTroubleWords();
  const mend = useMend();
  const troubles = usePhone().data?.troubles ?? [];
  return (
    <div role="status" aria-live="polite">
      {troubles.length > 0 && (
        <p className={css.trouble}>
          <WarningFilled aria-hidden />
          <span className={css.grow}>
            {t('phone.broken')} {troubles.map(words).join(' · ')}
          </span>
          <Button size="small" loading={mend.isPending} onClick={() => mend.mutate()}>
            {t('phone.mend')}
          </Button>
        </p>
      )}
    </div>
  );
}
