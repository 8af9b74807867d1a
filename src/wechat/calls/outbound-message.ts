import { z } from 'zod';
import type { OutboundContent } from '../../domain/messages/outbound';

const text = z.string();
const optional = z.string().exactOptional();

/**
 * The stored form of each kind; its content was validated when it was accepted
 * (`contracts/conversations/new-message.ts`).
 */
const contentSchema: z.ZodType<OutboundContent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text }),
  z.object({ type: z.literal('image'), attachmentId: text }),
  z.object({ type: z.literal('voice'), attachmentId: text }),
  z.object({
    type: z.literal('video'),
    attachmentId: text,
    thumbAttachmentId: optional,
    title: optional,
    description: optional,
  }),
  z.object({
    type: z.literal('music'),
    musicUrl: text,
    hqMusicUrl: text,
    thumbAttachmentId: text,
    title: optional,
    description: optional,
  }),
  z.object({ type: z.literal('news'), title: text, url: text, description: optional, pictureUrl: optional }),
  z.object({ type: z.literal('mpnews'), mediaId: text }),
  z.object({ type: z.literal('mpnewsarticle'), articleId: text }),
  z.object({
    type: z.literal('msgmenu'),
    head: optional,
    items: z.array(z.object({ id: text, text })),
    tail: optional,
  }),
  z.object({ type: z.literal('link'), title: text, description: text, url: text, thumbUrl: text }),
  z.object({
    type: z.literal('miniprogrampage'),
    title: text,
    appId: optional,
    pagePath: text,
    thumbAttachmentId: text,
  }),
  z.object({ type: z.literal('wxcard'), cardId: text }),
]);

/** A message as stored in its transcript row. */
export type StoredMessage = {
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
};

/** The content of a stored message. Throws a ZodError for an unknown kind: a bug, caught before WeChat is called. */
export function parseOutboundContent({ type, content }: StoredMessage): OutboundContent {
  return contentSchema.parse({ ...content, type });
}

/**
 * The body of `custom/send` (docs/wechat.md#customer-service-messages); keys without a value are left out.
 *
 * @param mediaIds WeChat's `media_id` for each attachment that `mediaIn` names
 * @param isAiMade whether WeChat writes below it that AI made it
 * @throws Error if one is missing, which is a bug
 */
export function toSendBody(
  openId: string,
  content: OutboundContent,
  mediaIds: ReadonlyMap<string, string>,
  isAiMade = false,
): Readonly<Record<string, unknown>> {
  const mediaIdOf = (attachmentId: string): string => {
    const mediaId = mediaIds.get(attachmentId);
    if (mediaId === undefined) throw new Error(`WeChat has no media for the attachment ${attachmentId}.`);
    return mediaId;
  };
  return {
    touser: openId,
    msgtype: content.type,
    [content.type]: toWireFields(content, mediaIdOf),
    ...(isAiMade ? { aimsgcontext: { is_ai_msg: 1 } } : {}),
  };
}

/** The object named after the msgtype. */
function toWireFields(content: OutboundContent, mediaIdOf: (attachmentId: string) => string): object {
  switch (content.type) {
    case 'text':
      return { content: content.text };
    case 'image':
    case 'voice':
      return { media_id: mediaIdOf(content.attachmentId) };
    case 'video': {
      const { attachmentId, thumbAttachmentId, title, description } = content;
      const thumb = thumbAttachmentId === undefined ? undefined : mediaIdOf(thumbAttachmentId);
      return given({ media_id: mediaIdOf(attachmentId), thumb_media_id: thumb, title, description });
    }
    case 'music': {
      const { title, description, musicUrl, hqMusicUrl, thumbAttachmentId } = content;
      const thumb = mediaIdOf(thumbAttachmentId);
      return given({ title, description, musicurl: musicUrl, hqmusicurl: hqMusicUrl, thumb_media_id: thumb });
    }
    case 'news': {
      const { title, description, url, pictureUrl } = content;
      return { articles: [given({ title, description, url, picurl: pictureUrl })] };
    }
    case 'mpnews':
      return { media_id: content.mediaId };
    case 'mpnewsarticle':
      return { article_id: content.articleId };
    case 'msgmenu': {
      const list = content.items.map((item) => ({ id: item.id, content: item.text }));
      return given({ head_content: content.head, list, tail_content: content.tail });
    }
    case 'link': {
      const { title, description, url, thumbUrl } = content;
      return { title, description, url, thumb_url: thumbUrl };
    }
    case 'miniprogrampage': {
      const { title, appId, pagePath, thumbAttachmentId } = content;
      return given({ title, appid: appId, pagepath: pagePath, thumb_media_id: mediaIdOf(thumbAttachmentId) });
    }
    case 'wxcard':
      return { card_id: content.cardId };
    default:
      return content satisfies never;
  }
}

function given(fields: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
