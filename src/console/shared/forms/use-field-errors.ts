import type { FormInstance } from 'antd';
import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_DESCRIPTION, LONGEST_TITLE } from '../../../domain/messages/message-limits';
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
  'url',
  'pictureUrl',
] as const;

/** Texts that WeChat is to take, each with its limit where that is in characters: length is not all that is refused. */
const TEXTS: Readonly<Record<string, number | undefined>> = {
  greeting: undefined,
  follow: undefined,
  scan: undefined,
  title: LONGEST_TITLE,
  description: LONGEST_DESCRIPTION,
  head: undefined,
  text: undefined,
  tail: undefined,
};

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
      if (name === undefined) return [];
      return [{ name: name as never, errors: [describeField(String(name.at(-1)), t) ?? message] }];
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

/** A field's rule in words; undefined where the catalogue has none. */
function describeField(name: string, t: TFunction): string | undefined {
  if (Object.hasOwn(TEXTS, name)) {
    const limit = TEXTS[name];
    return limit === undefined ? t('fieldProblems.text') : t('fieldProblems.textUpTo', { limit });
  }
  const known = NAMED.find((one) => one === name);
  return known && t(`fieldProblems.${known}`);
}
