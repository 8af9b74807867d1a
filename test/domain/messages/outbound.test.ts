import { mediaIn } from '../../../src/domain/messages/outbound';

describe('the cover of a message is kept at WeChat', () => {
  const thumbAttachmentId = 'c';

  test('as an image for a mini program, which its page asks for', () => {
    const page = {
      type: 'miniprogrampage',
      title: 'T',
      appId: 'wx1',
      pagePath: 'p',
      thumbAttachmentId,
    } as const;
    expect(mediaIn(page)).toEqual([{ attachmentId: 'c', use: 'image', field: 'thumbAttachmentId' }]);
  });

  test('as a thumb for a video and for music', () => {
    const cover = { attachmentId: 'c', use: 'thumb', field: 'thumbAttachmentId' };
    const music = { type: 'music', musicUrl: 'u', hqMusicUrl: 'u', thumbAttachmentId } as const;
    expect(mediaIn(music)).toEqual([cover]);
    expect(mediaIn({ type: 'video', attachmentId: 'v', thumbAttachmentId })).toEqual([
      { attachmentId: 'v', use: 'video', field: 'attachmentId' },
      cover,
    ]);
    expect(mediaIn({ type: 'video', attachmentId: 'v' })).toHaveLength(1);
  });
});
