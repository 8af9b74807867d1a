import type { FormInstance } from 'antd';
import type { TFunction } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_DESCRIPTION, LONGEST_TITLE } from '../../../domain/messages/message-limits';
import { isApiError } from '../api/api-error';
import { describeError } from '../describe-error';

/** Fields whose rule has a text in the catalogue. For others the API's own sentence is shown. */
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
  'currentPassword',
  'code',
] as const;

/**
 * Texts that are sent to WeChat, each with its limit if that is counted in characters. WeChat may refuse a text for
 * other reasons than its length.
 */
const TEXTS: Readonly<Record<string, number | undefined>> = {
  greeting: undefined,
  follow: undefined,
  scan: undefined,
  welcome: undefined,
  outOfHours: undefined,
  closed: undefined,
  continueText: undefined,
  handoverText: undefined,
  title: LONGEST_TITLE,
  description: LONGEST_DESCRIPTION,
  head: undefined,
  text: undefined,
  tail: undefined,
};

/**
 * Shows the API's errors beside the fields of a form. The fields have the names that the API uses in its paths.
 * Returns what is left to say above the form; null if nothing is.
 *
 * @param words what a form knows better than the rules of all forms about an error of the API; undefined: nothing
 */
export function useFieldErrors<Values>(
  form: FormInstance<Values>,
  error: Error | null,
  words?: (fault: { readonly path: string; readonly message: string }) => string | undefined,
): string | null {
  const { t, i18n } = useTranslation();
  const errors = isApiError(error) ? (error.problem?.errors ?? []) : [];
  useEffect(() => {
    const names = form.getFieldsError().map(({ name }) => name);
    const fields = errors.flatMap(({ path, message }) => {
      const name = names.find((one) => one.join('.') === path);
      if (name === undefined) return [];
      const text = words?.({ path, message }) ?? describeField(String(name.at(-1)), t) ?? message;
      return [{ name: name as never, errors: [text] }];
    });
    form.setFields(fields);
    const [first] = fields;
    if (first !== undefined) form.scrollToField(first.name, { focus: true });
    // An answer is shown once: typing in a field removes its error.
  }, [error]);
  if (error === null) return null;
  return errors.length > 0 ? t('forms.lookAtFields') : describeError(error, t, i18n.language);
}

/** The rule of a field in words; undefined if the catalogue has none. */
function describeField(name: string, t: TFunction): string | undefined {
  if (Object.hasOwn(TEXTS, name)) {
    const limit = TEXTS[name];
    return limit === undefined ? t('fieldProblems.text') : t('fieldProblems.textUpTo', { limit });
  }
  const known = NAMED.find((one) => one === name);
  return known && t(`fieldProblems.${known}`);
}
