import { KeyOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenBody } from '../../../contracts/people/token';
import { formatMoment } from '../time/format';
import { useNow } from '../time/use-now';
import { Row, Rows } from '../ui/page';
import { Empty } from '../ui/states';
import { useBrands } from './requests';

/** API tokens: what they may do, until when they are valid, and when they were last used. */
export function TokenList(props: {
  readonly tokens: readonly TokenBody[];
  readonly whose?: (token: TokenBody) => string;
  readonly actions?: (token: TokenBody) => ReactNode;
}) {
  const { t, i18n } = useTranslation();
  const now = useNow(60_000);
  const brands = useBrands();
  const namesOf = (ids: readonly string[]): string =>
    ids.map((id) => brands.data?.find((one) => one.id === id)?.name ?? '…').join(', ');
  const moment = (time: string): string => formatMoment(time, i18n.language);
  if (props.tokens.length === 0) {
    return (
      <Empty icon={<KeyOutlined aria-hidden />} title={t('tokens.empty')} hint={t('tokens.emptyHint')} />
    );
  }
  return (
    <Rows label={t('setup.tokens')}>
      {props.tokens.map((token) => {
        const isExpired = token.expiresAt !== null && Date.parse(token.expiresAt) <= now;
        return (
          <Row
            key={token.id}
            name={token.name}
            meta={[
              props.whose?.(token),
              token.brandIds === null ? undefined : t('tokens.inBrands', { names: namesOf(token.brandIds) }),
              token.lastUsedAt === null
                ? t('tokens.neverUsed')
                : t('tokens.lastUsed', { time: moment(token.lastUsedAt) }),
              token.expiresAt === null
                ? t('tokens.noExpiry')
                : t('tokens.expires', { time: moment(token.expiresAt) }),
            ]
              .filter((part) => part !== undefined)
              .join(' · ')}
          >
            {isExpired && <Tag color="error">{t('tokens.expired')}</Tag>}
            <span>
              {token.scopes.map((scope) => (
                <Tag key={scope}>{t(`tokens.scope_${scope}`)}</Tag>
              ))}
            </span>
            {props.actions?.(token)}
          </Row>
        );
      })}
    </Rows>
  );
}
