import { useTranslation } from 'react-i18next';
import type { QrCodeBody } from '../../../contracts/channels/qr-code';
import { api } from '../../shared/api/client';
import { NameField } from '../../shared/forms/name-field';
import { SaveDialog } from '../../shared/forms/save-dialog';
import { useSetupMutation } from '../../shared/setup/requests';
import { GreetingField, greetingOf } from './greeting-field';

type Fields = { readonly name: string; readonly greeting?: string };

/** Changes the name and the greeting of a QR code. Its scene cannot be changed. */
export function ChangeQrCodeDialog({
  code,
  close,
}: {
  readonly code: QrCodeBody;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const { id, name, greeting } = code;
  const save = useSetupMutation((fields: Fields) =>
    api('patch', '/api/v1/qr-codes/{id}', {
      params: { id },
      body: { name: fields.name, greeting: greetingOf(fields) },
    }),
  );
  return (
    <SaveDialog
      title={t('qrCodes.changeTitle', { name })}
      initialValues={{ name, greeting: greeting ?? '' }}
      okText={t('forms.save')}
      mutation={save}
      notice={t('forms.saved')}
      close={close}
    >
      <NameField autoFocus />
      <GreetingField />
    </SaveDialog>
  );
}
