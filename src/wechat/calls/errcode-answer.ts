import { errcodeAnswerSchema } from '../wire';
import { redact } from './redact';

/**
 * The `errcode` of an answer (0: success) and its text without `secrets`; null if the answer is not an object of
 * WeChat's form.
 */
export function readErrcode(
  json: unknown,
  secrets: readonly string[],
): { readonly wechatCode: number; readonly errmsg: string } | null {
  const answer = errcodeAnswerSchema.safeParse(json);
  if (!answer.success) return null;
  return { wechatCode: answer.data.errcode ?? 0, errmsg: redact(answer.data.errmsg ?? '', secrets) };
}
