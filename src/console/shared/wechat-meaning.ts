import type { TFunction } from 'i18next';
import { VAGUE_MEANINGS, WECHAT_MEANINGS, type WeChatMeaning } from '../../domain/wechat-meanings';

/**
 * What WeChat's refusal means and what to do, in the reader's language; undefined where it is unknown or too
 * vague: the API's own sentence then contains WeChat's words.
 */
export function describeMeaning(meaning: unknown, t: TFunction): string | undefined {
  return isMeaning(meaning) && !VAGUE_MEANINGS.has(meaning) ? t(`wechatErrors.${meaning}`) : undefined;
}

function isMeaning(value: unknown): value is WeChatMeaning {
  return typeof value === 'string' && Object.hasOwn(WECHAT_MEANINGS, value);
}
