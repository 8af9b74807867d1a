/** What WeChat's refusals mean. */
import { z } from 'zod';
import { WECHAT_MEANING_NAMES } from '../../domain/wechat-meanings';

const meaningSchema = z.enum(WECHAT_MEANING_NAMES).meta({
  id: 'WeChatMeaning',
  description: 'What WeChat’s errcode means, as a stable name. Absent if the code is not known.',
});

/** The fields that accompany a `wechatCode`. */
export const refusalFields = {
  meaning: meaningSchema.optional(),
  wechatMessage: z.string().optional().meta({ description: 'WeChat’s own message, without secrets.' }),
  rid: z.string().optional().meta({
    description: 'WeChat’s id of the call. WeChat’s Developer Platform shows the details for seven days.',
  }),
};
const refusalSchema = z.strictObject(refusalFields);

export type RefusalBody = z.infer<typeof refusalSchema>;
