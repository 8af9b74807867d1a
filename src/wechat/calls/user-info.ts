import type { z } from 'zod';
import type { ContactProfile } from '../../domain/contact';
import type { userInfoAnswerSchema } from '../wire';

/** WeChat's answer to `user/info` in our own terms. */
export function toProfile(user: z.infer<typeof userInfoAnswerSchema>): ContactProfile {
  return {
    isSubscribed: user.subscribe === 1,
    subscribedAt: user.subscribe_time === undefined ? null : user.subscribe_time * 1000,
    // Empty if the account has set none.
    remark: plain(user.remark),
    tagIds: user.tagid_list ?? [],
    subscribeScene: plain(user.subscribe_scene),
    qrScene: plain(user.qr_scene_str) ?? (user.qr_scene ? String(user.qr_scene) : null),
    language: plain(user.language),
  };
}

/** Null if nothing is left. Control characters carry no meaning, and PostgreSQL stores neither NUL nor half a surrogate pair. */
function plain(text: string | undefined): string | null {
  const said = (text?.replace(/\p{Cc}/gu, ' ') ?? '').toWellFormed();
  return said.trim() === '' ? null : said;
}
