import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CodeItem } from '../shared/forms/code-item';
import { CurrentPasswordItem } from '../shared/forms/current-password-item';
import { SaveDialog } from '../shared/forms/save-dialog';

type Proof = { readonly currentPassword: string; readonly code: string };

/** Asks for password and code before the second factor is changed. */
export function ProofDialog<Answer>(props: {
  readonly title: string;
  readonly hint?: string;
  readonly okText: string;
  readonly notice?: string;
  readonly call: (proof: Proof) => Promise<Answer>;
  readonly onSaved?: (answer: Answer) => void;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { title, hint, okText, notice, onSaved, close } = props;
  const save = useMutation({
    mutationFn: props.call,
    meta: { showsErrors: true },
    // Their role may demand a second factor.
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['two-factor'] }),
        client.invalidateQueries({ queryKey: ['me'] }),
      ]),
  });
  return (
    <SaveDialog<Proof, Answer>
      title={title}
      okText={okText}
      mutation={save}
      {...(notice === undefined ? {} : { notice })}
      {...(onSaved === undefined ? {} : { onSaved })}
      close={close}
    >
      {hint !== undefined && <p style={{ marginBottom: 16 }}>{hint}</p>}
      <CurrentPasswordItem />
      <CodeItem hint={t('signIn.proofHint')} />
    </SaveDialog>
  );
}
