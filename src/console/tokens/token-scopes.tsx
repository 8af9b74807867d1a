import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { TOKEN_SCOPES, type TokenScope } from '../../domain/token-scopes';
import css from './token-dialog.module.css';

/** Chooses what a token may do, with a sentence for each. Takes `value` and `onChange` from its form field. */
export function TokenScopes(props: {
  readonly id?: string;
  readonly value?: TokenScope[];
  readonly onChange?: (scopes: TokenScope[]) => void;
  /** Whether the token may do what only administrators may. */
  readonly canAdminister: boolean;
}) {
  const { t } = useTranslation();
  const { canAdminister, value = [], ...field } = props;
  const granted = value.filter((scope) => scope !== 'admin' || canAdminister);
  return (
    <Checkbox.Group<TokenScope> {...field} value={granted} className={css.scopes ?? ''}>
      {TOKEN_SCOPES.map((scope) => (
        <Checkbox key={scope} value={scope} disabled={scope === 'admin' && !canAdminister}>
          <span className={css.scope}>{t(`tokens.scope_${scope}`)}</span>
          <span className={css.what}>{t(`tokens.scopeWhat_${scope}`)}</span>
        </Checkbox>
      ))}
    </Checkbox.Group>
  );
}
