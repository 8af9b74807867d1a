import { useTranslation } from 'react-i18next';
import { useAct } from '../../requests';
import css from '../phone.module.css';

const SITE = 'https://example.com/';

/** The account's menus. WeChat reports each tap to the webhook. */
export function AccountMenus({ openId }: { readonly openId: string }) {
  const { t } = useTranslation();
  const act = useAct(openId);
  return (
    <div className={css.menus}>
      <button type="button" onClick={() => act.mutate({ type: 'click', key: 'ORDERS' })}>
        {t('phone.menuOrders')}
      </button>
      <button type="button" onClick={() => act.mutate({ type: 'click', key: 'HELP' })}>
        {t('phone.menuHelp')}
      </button>
      <button type="button" onClick={() => act.mutate({ type: 'view', url: SITE })}>
        {t('phone.menuSite')}
      </button>
    </div>
  );
}
