import type { OutboundContent } from '../../../src/domain/messages/outbound';
import { parseOutboundContent, toSendBody } from '../../../src/wechat/calls/outbound-message';

const MEDIA = new Map([
  ['a', 'media-a'],
  ['t', 'media-t'],
]);
const bodyOf = ({ type, ...content }: OutboundContent) =>
  toSendBody('oContact', parseOutboundContent({ type, content }), MEDIA);

/** The bodies as in WeChat’s “Send customer service message”. */
const ROWS: readonly (readonly [json: string, content: OutboundContent])[] = [
  ['{"text":{"content":"a\\n<b>&茶"}}', { type: 'text', text: 'a\n<b>&茶' }],
  ['{"image":{"media_id":"media-a"}}', { type: 'image', attachmentId: 'a' }],
  ['{"voice":{"media_id":"media-a"}}', { type: 'voice', attachmentId: 'a' }],
  ['{"video":{"media_id":"media-a"}}', { type: 'video', attachmentId: 'a' }],
  [
    '{"video":{"media_id":"media-a","thumb_media_id":"media-t","title":"T","description":"D"}}',
    { type: 'video', attachmentId: 'a', thumbAttachmentId: 't', title: 'T', description: 'D' },
  ],
  [
    '{"music":{"title":"T","description":"D","musicurl":"http://m","hqmusicurl":"http://h","thumb_media_id":"media-t"}}',
    {
      type: 'music',
      title: 'T',
      description: 'D',
      musicUrl: 'http://m',
      hqMusicUrl: 'http://h',
      thumbAttachmentId: 't',
    },
  ],
  [
    '{"music":{"musicurl":"http://m","hqmusicurl":"http://h","thumb_media_id":"media-t"}}',
    { type: 'music', musicUrl: 'http://m', hqMusicUrl: 'http://h', thumbAttachmentId: 't' },
  ],
  [
    '{"news":{"articles":[{"title":"T","description":"D","url":"http://u","picurl":"http://p"}]}}',
    { type: 'news', title: 'T', description: 'D', url: 'http://u', pictureUrl: 'http://p' },
  ],
  ['{"news":{"articles":[{"title":"T","url":"http://u"}]}}', { type: 'news', title: 'T', url: 'http://u' }],
  ['{"mpnews":{"media_id":"m"}}', { type: 'mpnews', mediaId: 'm' }],
  ['{"mpnewsarticle":{"article_id":"m"}}', { type: 'mpnewsarticle', articleId: 'm' }],
  [
    '{"msgmenu":{"head_content":"H","list":[{"id":"1","content":"Yes"},{"id":"2","content":"No"}],"tail_content":"E"}}',
    {
      type: 'msgmenu',
      head: 'H',
      items: [
        { id: '1', text: 'Yes' },
        { id: '2', text: 'No' },
      ],
      tail: 'E',
    },
  ],
  [
    '{"msgmenu":{"list":[{"id":"1","content":"Yes"}]}}',
    { type: 'msgmenu', items: [{ id: '1', text: 'Yes' }] },
  ],
  [
    '{"miniprogrampage":{"title":"T","appid":"wx1","pagepath":"p?a=1","thumb_media_id":"media-t"}}',
    { type: 'miniprogrampage', title: 'T', appId: 'wx1', pagePath: 'p?a=1', thumbAttachmentId: 't' },
  ],
  [
    '{"miniprogrampage":{"title":"T","pagepath":"p","thumb_media_id":"media-t"}}',
    { type: 'miniprogrampage', title: 'T', pagePath: 'p', thumbAttachmentId: 't' },
  ],
  [
    '{"link":{"title":"T","description":"D","url":"https://a.test","thumb_url":"https://a.test/p"}}',
    { type: 'link', title: 'T', description: 'D', url: 'https://a.test', thumbUrl: 'https://a.test/p' },
  ],
  ['{"wxcard":{"card_id":"c"}}', { type: 'wxcard', cardId: 'c' }],
];

describe('the body of custom/send', () => {
  it.each(ROWS)('holds %s', (json, content) => {
    const expected = { touser: 'oContact', msgtype: content.type, ...(JSON.parse(json) as object) };
    expect(JSON.stringify(bodyOf(content))).toBe(JSON.stringify(expected));
  });

  it('is not created from a type that cannot be sent, nor from a row that lacks a field', () => {
    expect(() => parseOutboundContent({ type: 'location', content: { text: 'x' } })).toThrow('type');
    expect(() => parseOutboundContent({ type: 'text', content: {} })).toThrow('text');
  });

  it('is not created without the media that it needs', () => {
    const image = { type: 'image', attachmentId: 'unknown' } as const;
    expect(() => toSendBody('o', image, MEDIA)).toThrow('unknown');
  });

  it('says that AI made a message only if it did', () => {
    const text = { type: 'text', text: 'a' } as const;
    expect(toSendBody('o', text, MEDIA, true)).toMatchObject({ aimsgcontext: { is_ai_msg: 1 } });
    expect(toSendBody('o', text, MEDIA)).not.toHaveProperty('aimsgcontext');
  });
});
