import { useTranslation } from 'react-i18next';
import type { QrCodeBody } from '../../../contracts/channels/qr-code';
import { api } from '../../shared/api/client';
import { NameField } from '../../shared/forms/name-field';
import { SaveDialog } from '../../shared/forms/save-dialog';
import { useSetupMutation } from '../../shared/setup/requests';
import { GreetingField, greetingOf } from './greeting-field';
import { QrCodeGroupField } from './group-field';

type Fields = { readonly name: string; readonly greeting?: string; readonly groupId: string | null };

/** Changes the name, the greeting and the group of a QR code. Its scene cannot be changed. */
export function ChangeQrCodeDialog({
  code,
  brandId,
  close,
}: {
  readonly code: QrCodeBody;
  readonly brandId: string;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const { id, name, greeting, groupId } = code;
  const save = useSetupMutation((fields: Fields) =>
    api('patch', '/api/v1/qr-codes/{id}', {
      params: { id },
      body: { name: fields.name, greeting: greetingOf(fields), groupId: fields.groupId },
    }),
  );
  return (
    <SaveDialog
      title={t('qrCodes.changeTitle', { name })}
      initialValues={{ name, greeting: greeting ?? '', groupId }}
      okText={t('forms.save')}
      mutation={save}
      notice={t('forms.saved')}
      close={close}
    >
      <NameField autoFocus />
      <GreetingField />
      <QrCodeGroupField brandId={brandId} />
    </SaveDialog>
  );
}
