/** What `POST /conversations/:id/messages` accepts: one schema for each kind of WeChat's customer-service messages. */
import { z } from 'zod';
import { isOwnMenuId } from '../../domain/bots/menu-ids';
import { WHEN_BLOCKED } from '../../domain/conversation/conversation';
import {
  LONGEST_DESCRIPTION,
  LONGEST_MENU_ITEM_BYTES,
  LONGEST_MENU_TEXT_BYTES,
  LONGEST_TITLE,
  LONGEST_URL,
  MOST_MENU_ITEMS,
} from '../../domain/messages/message-limits';
import type { OutboundContent } from '../../domain/messages/outbound';
import { givenTimeWithOffsetSchema, idSchema, mayBeLeftOut } from '../common';
import { messageTextSchema, plainTextSchema, textOfBytes } from '../plain-text';

const LONGEST_WECHAT_ID = 128;
const LONGEST_PAGE_PATH = 1024;

const title = plainTextSchema.max(LONGEST_TITLE);
const description = plainTextSchema.max(LONGEST_DESCRIPTION);
const url = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(LONGEST_URL);
const attachmentId = idSchema.meta({ description: 'The `id` that POST /attachments returned.' });
const wechatId = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be visible ASCII characters')
  .max(LONGEST_WECHAT_ID);
const appId = z.string().regex(/^wx[A-Za-z0-9]{6,30}$/, 'must be wx followed by letters and digits');

const menuItem = z.strictObject({
  id: z
    .string()
    .regex(/^\d{1,9}$/, 'must be 1 to 9 digits')
    .refine((id) => !isOwnMenuId(id), 'must be below 900000000: those from there on are for ratings and bots')
    .meta({
      description:
        'Returned when the contact taps the item. Digits only: WeChat returns 0 for anything else.',
    }),
  text: textOfBytes(LONGEST_MENU_ITEM_BYTES),
});

const whenBlocked = z.enum(WHEN_BLOCKED).default('reject').meta({
  description:
    '`hold`: if the window or the limit forbids sending now, the message is held and sent automatically as soon as the window and the limit allow.',
});

const sendAt = mayBeLeftOut(givenTimeWithOffsetSchema).meta({
  description:
    'Not before this time, which is inside the messaging window. The message is `held` until then, and may be cancelled.',
});
const cancelOnReply = mayBeLeftOut(z.boolean()).meta({
  description: 'Of a scheduled message: the contact’s next message cancels it.',
});

/** The schema of one kind, called `New…Message` in the OpenAPI document; its example is checked by the type. */
function kind<const Type extends OutboundContent['type'], Shape extends z.ZodRawShape>(
  type: Type,
  id: string,
  shape: Shape,
  example: Extract<OutboundContent, { readonly type: Type }>,
) {
  return z
    .strictObject({ type: z.literal(type), ...shape, whenBlocked, sendAt, cancelOnReply })
    .meta({ id, example });
}

/** A message to be sent: its content, and what to do if it may not be sent now. */
export const sendMessageSchema = z
  .discriminatedUnion('type', [
    kind(
      'text',
      'NewTextMessage',
      { text: messageTextSchema },
      { type: 'text', text: 'Your tea is on its way.' },
    ),
    kind('image', 'NewImageMessage', { attachmentId }, { type: 'image', attachmentId: 'a1' }),
    kind('voice', 'NewVoiceMessage', { attachmentId }, { type: 'voice', attachmentId: 'a2' }),
    kind(
      'video',
      'NewVideoMessage',
      {
        attachmentId,
        thumbAttachmentId: mayBeLeftOut(attachmentId),
        title: mayBeLeftOut(title),
        description: mayBeLeftOut(description),
      },
      { type: 'video', attachmentId: 'a3', title: 'How to brew it', description: 'In two minutes' },
    ),
    kind(
      'music',
      'NewMusicMessage',
      {
        musicUrl: url,
        hqMusicUrl: url,
        thumbAttachmentId: attachmentId,
        title: mayBeLeftOut(title),
        description: mayBeLeftOut(description),
      },
      {
        type: 'music',
        musicUrl: 'https://example.com/rain.mp3',
        hqMusicUrl: 'https://example.com/rain-hq.mp3',
        thumbAttachmentId: 'a4',
        title: 'Rain',
      },
    ),
    kind(
      'news',
      'NewNewsMessage',
      { title, url, description: mayBeLeftOut(description), pictureUrl: mayBeLeftOut(url) },
      {
        type: 'news',
        title: 'The spring harvest',
        url: 'https://example.com/spring',
        description: 'Five new teas',
        pictureUrl: 'https://example.com/spring.jpg',
      },
    ),
    kind('mpnews', 'NewMpnewsMessage', { mediaId: wechatId }, { type: 'mpnews', mediaId: 'media-id' }),
    kind(
      'mpnewsarticle',
      'NewMpnewsArticleMessage',
      { articleId: wechatId },
      { type: 'mpnewsarticle', articleId: 'article-id' },
    ),
    kind(
      'msgmenu',
      'NewMenuMessage',
      {
        head: mayBeLeftOut(textOfBytes(LONGEST_MENU_TEXT_BYTES)),
        items: z
          .array(menuItem)
          .min(1)
          .max(MOST_MENU_ITEMS)
          .refine(
            (items) => new Set(items.map(({ id }) => id)).size === items.length,
            'must not contain the same id twice',
          ),
        tail: mayBeLeftOut(textOfBytes(LONGEST_MENU_TEXT_BYTES)),
      },
      {
        type: 'msgmenu',
        head: 'How can we help?',
        items: [
          { id: '1', text: 'Orders' },
          { id: '2', text: 'Returns' },
        ],
        tail: 'Tap a line, or write to us.',
      },
    ),
    kind(
      'link',
      'NewLinkMessage',
      { title, description, url, thumbUrl: url },
      {
        type: 'link',
        title: 'The spring harvest',
        description: 'Five new teas',
        url: 'https://example.com/spring',
        thumbUrl: 'https://example.com/spring.jpg',
      },
    ),
    kind(
      'miniprogrampage',
      'NewMiniProgramMessage',
      {
        title,
        appId: mayBeLeftOut(appId).meta({
          description:
            'Needed by an Official Account. A mini program sends its own pages and must leave it out.',
        }),
        pagePath: plainTextSchema.max(LONGEST_PAGE_PATH),
        thumbAttachmentId: attachmentId,
      },
      {
        type: 'miniprogrampage',
        title: 'The shop',
        appId: 'wx0123456789abcdef',
        pagePath: 'pages/shop?id=7',
        thumbAttachmentId: 'a5',
      },
    ),
    kind('wxcard', 'NewCardMessage', { cardId: wechatId }, { type: 'wxcard', cardId: 'card-id' }),
  ])
  .meta({ id: 'NewMessage' });

export type NewMessageBody = z.input<typeof sendMessageSchema>;
