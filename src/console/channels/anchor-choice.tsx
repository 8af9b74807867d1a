import { Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { WINDOW_ANCHORS } from '../../domain/settings';
import css from './connect/connect-page.module.css';

/** From when the 48 hours of the messaging window count, both ways explained: docs/rules.md#11. */
export function AnchorChoice() {
  const { t } = useTranslation();
  return (
    <Form.Item name={['settings', 'windowAnchor']} label={t('channels.anchor')}>
      <Radio.Group vertical>
        {WINDOW_ANCHORS.map((anchor) => (
          <Radio key={anchor} value={anchor}>
            {t(anchor === 'conversation-start' ? 'channels.anchorStart' : 'channels.anchorLast')}
            <span className={css.note}>
              <br />
              {t(anchor === 'conversation-start' ? 'channels.anchorStartHint' : 'channels.anchorLastHint')}
            </span>
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}
