import { z } from 'zod';

const textContent = z.object({ text: z.string() });
const mediaContent = z.object({ attachmentId: z.string() });
const videoContent = mediaContent.extend({
  title: z.string().optional(),
  description: z.string().optional(),
});

/**
 * The body of `custom/send` for a message of the transcript. Throws a ZodError where the stored content is not of
 * the form of its type, and an Error for a type that cannot be sent; both are bugs, caught before WeChat is called.
 */
export function toSendBody(
  openId: string,
  message: { readonly type: string; readonly content: unknown },
  mediaIds: ReadonlyMap<string, string> = new Map(),
): Readonly<Record<string, unknown>> {
  switch (message.type) {
    case 'text':
      return { touser: openId, msgtype: 'text', text: { content: textContent.parse(message.content).text } };
    case 'image':
    case 'voice': {
      const { attachmentId } = mediaContent.parse(message.content);
      return {
        touser: openId,
        msgtype: message.type,
        [message.type]: { media_id: mediaIds.get(attachmentId) },
      };
    }
    case 'video': {
      const { attachmentId, title, description } = videoContent.parse(message.content);
      const video = { media_id: mediaIds.get(attachmentId), title, description };
      return { touser: openId, msgtype: 'video', video };
    }
    default:
      throw new Error(`A message of the type ${message.type} cannot be sent.`);
  }
}
