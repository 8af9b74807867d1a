import type { FormInstance } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../api/api-error';
import { describeError } from '../describe-error';

/** Fields whose rule the catalogue tells in words; of others the API's own sentence is shown. */
const NAMED = [
  'name',
  'email',
  'password',
  'originalId',
  'appId',
  'appSecret',
  'token',
  'encodingAesKey',
  'scene',
  'greeting',
  'follow',
  'scan',
  'title',
  'description',
  'url',
  'pictureUrl',
  'head',
  'text',
  'tail',
] as const;

/**
 * Shows the API's errors at the fields of a form whose names are the API's paths. Answers what is left to be said above
 * the form; null: nothing.
 */
export function useFieldErrors<Values>(form: FormInstance<Values>, error: Error | null): string | null {
  const { t, i18n } = useTranslation();
  const errors = isApiError(error) ? (error.problem?.errors ?? []) : [];
  useEffect(() => {
    const names = form.getFieldsError().map(({ name }) => name);
    const fields = errors.flatMap(({ path, message }) => {
      const name = names.find((one) => one.join('.') === path);
      const known = NAMED.find((one) => one === name?.at(-1));
      const words = known === undefined ? message : t(`fieldProblems.${known}`);
      return name === undefined ? [] : [{ name: name as never, errors: [words] }];
    });
    form.setFields(fields);
    const [first] = fields;
    if (first !== undefined) form.scrollToField(first.name, { focus: true });
    // One answer is shown once: what is typed afterwards takes the error away.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [error]);
  if (error === null) return null;
  return errors.length > 0 ? t('forms.lookAtFields') : describeError(error, t, i18n.language);
}
