import { Button } from 'antd';
import { useTranslation } from 'react-i18next';

/** Goes to the company's sign-in; `name`: its host. */
export function ProviderButton(props: {
  readonly name: string;
  readonly isPending: boolean;
  readonly go: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Button type="primary" size="large" block loading={props.isPending} onClick={props.go}>
      {t('signIn.withProvider', { provider: props.name })}
    </Button>
  );
}
