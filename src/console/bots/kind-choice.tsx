import { Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BotKind } from '../../contracts/bots/bot';
import { Panel } from '../shared/ui/page';
import css from './bots.module.css';

// From `src/contracts` only types are imported.
const KINDS = ['openai', 'dify', 'webhook', 'salesiq', 'rules'] as const satisfies readonly BotKind[];

/** What a new bot is: each kind with a sentence. */
export function KindChoice(props: { readonly kind: BotKind; readonly choose: (kind: BotKind) => void }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('bots.kind')}>
      <Radio.Group
        className={css.kinds ?? ''}
        name="kind"
        aria-label={t('bots.kind')}
        value={props.kind}
        onChange={({ target }) => props.choose(target.value as BotKind)}
      >
        {KINDS.map((kind) => (
          <Radio key={kind} value={kind}>
            {t(`bots.kind_${kind}`)}
            <span className={css.about}>{t(`bots.about_${kind}`)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </Panel>
  );
}
