/**
 * What the account can send to a contact: WeChat's customer-service messages (docs/messages.md), as types of our own.
 * Stored as the `content` of a transcript row; the workflow gets only the id and the kind.
 *
 * Media are named by the id of our attachment. WeChat's `media_id` is looked up, or obtained by an upload, when the
 * message is sent, because it is valid for only three days.
 */
export type OutboundContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly attachmentId: string }
  | { readonly type: 'voice'; readonly attachmentId: string }
  | {
      readonly type: 'video';
      readonly attachmentId: string;
      readonly thumbAttachmentId?: string;
      readonly title?: string;
      readonly description?: string;
    }
  | {
      readonly type: 'music';
      readonly musicUrl: string;
      readonly hqMusicUrl: string;
      readonly thumbAttachmentId: string;
      readonly title?: string;
      readonly description?: string;
    }
  | {
      /** One article: WeChat has refused more than one since 2018 (45008). */
      readonly type: 'news';
      readonly title: string;
      readonly url: string;
      readonly description?: string;
      readonly pictureUrl?: string;
    }
  | { readonly type: 'mpnews'; readonly mediaId: string }
  | { readonly type: 'mpnewsarticle'; readonly articleId: string }
  | {
      readonly type: 'msgmenu';
      readonly head?: string;
      /** WeChat returns the id of the tapped item as `bizmsgmenuid`; digits only. */
      readonly items: readonly { readonly id: string; readonly text: string }[];
      readonly tail?: string;
    }
  | {
      /** Of mini programs only: a picture with a title that opens an address. */
      readonly type: 'link';
      readonly title: string;
      readonly description: string;
      readonly url: string;
      readonly thumbUrl: string;
    }
  | {
      readonly type: 'miniprogrampage';
      readonly title: string;
      /** Left out by a mini program, which sends pages of its own; needed by an Official Account. */
      readonly appId?: string;
      readonly pagePath: string;
      readonly thumbAttachmentId: string;
    }
  | { readonly type: 'wxcard'; readonly cardId: string };

/** The `type` of WeChat's `media/upload`. */
export type MediaUse = 'image' | 'voice' | 'video' | 'thumb';

/** An attachment that has to be uploaded to WeChat before a message can be sent, and the field that names it. */
export type NeededMedia = {
  readonly attachmentId: string;
  readonly use: MediaUse;
  readonly field: 'attachmentId' | 'thumbAttachmentId';
};

/**
 * The attachments of a message, in the order in which they are uploaded. The cover of a mini program is an `image`
 * ("Send customer service message": "a media_id of the type image"), that of a video or of music a `thumb`.
 */
export function mediaIn(content: OutboundContent): readonly NeededMedia[] {
  switch (content.type) {
    case 'image':
    case 'voice':
      return [fileOf(content, content.type)];
    case 'video':
      return [fileOf(content, 'video'), ...coverOf(content, 'thumb')];
    case 'music':
      return coverOf(content, 'thumb');
    case 'miniprogrampage':
      return coverOf(content, 'image');
    default:
      return [];
  }
}

/** The ids of the files that a message sends, each once. */
export function filesIn(content: OutboundContent): readonly string[] {
  return [...new Set(mediaIn(content).map(({ attachmentId }) => attachmentId))];
}

function fileOf({ attachmentId }: { readonly attachmentId: string }, use: MediaUse): NeededMedia {
  return { attachmentId, use, field: 'attachmentId' };
}

function coverOf(
  { thumbAttachmentId }: { readonly thumbAttachmentId?: string },
  use: 'image' | 'thumb',
): readonly NeededMedia[] {
  if (thumbAttachmentId === undefined) return [];
  return [{ attachmentId: thumbAttachmentId, use, field: 'thumbAttachmentId' }];
}
