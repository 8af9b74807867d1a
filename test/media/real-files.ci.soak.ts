/** Files written by real tools are recognised: kind, size and duration. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { judgeUpload, uploadKindOf } from '../../src/domain/messages/attachments';
import { judgeFile } from '../../src/media/judge-file';
import { amr, describeWithMediaTools, film, mp3, mp3Of, picture } from '../support/real-files';

describeWithMediaTools('a real file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'duihua-real-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function judge(bytes: Buffer) {
    const file = path.join(folder, 'file');
    await writeFile(file, bytes);
    const facts = await judgeFile(file);
    if (facts === null) throw new Error('The file is nothing that is known.');
    return facts;
  }

  test.each([
    ['jpeg', 'image/jpeg', true],
    ['progressiveJpeg', 'image/jpeg', true],
    ['png', 'image/png', true],
    ['animatedPng', 'image/apng', false],
    ['gif', 'image/gif', false],
    ['webp', 'image/webp', false],
    ['losslessWebp', 'image/webp', false],
    ['animatedWebp', 'image/webp', false],
    ['bmp', 'image/bmp', false],
  ] as const)('picture: %s', async (name, contentType, canBeSent) => {
    const facts = await judge(picture[name]());
    expect(facts).toMatchObject({ contentType, picture: { width: 320, height: 240 } });
    expect(judgeUpload(facts)).toEqual(canBeSent ? null : { code: 'attachment_type_not_supported' });
  });

  test.each([
    ['mp4', 'video/mp4', true],
    ['fastMp4', 'video/mp4', true],
    ['fragmentedMp4', 'video/mp4', true],
    ['appleMp4', 'video/mp4', true],
    ['quicktime', 'video/quicktime', false],
  ] as const)('film: %s', async (name, contentType, canBeSent) => {
    const facts = await judge(film[name]());
    expect([facts.contentType, uploadKindOf(contentType)]).toEqual([contentType, canBeSent ? 'video' : null]);
    expect(judgeUpload(facts)).toEqual(canBeSent ? null : { code: 'attachment_type_not_supported' });
  });

  const TOO_LONG = { code: 'attachment_too_large', maxSeconds: 60 };

  test.each(['varyingRate', 'bare', 'lowRate', 'lowestRate', 'stereo', 'tagged'] as const)(
    'mp3: %s has the length that is heard',
    async (name) => {
      const facts = await judge(mp3Of[name](59));
      expect(facts.contentType).toBe('audio/mpeg');
      // A bare file lacks the information about the silence at both ends: some frames of 26 to 72 ms.
      expect(Math.abs((facts.durationMs ?? 0) - 59_000)).toBeLessThan(name === 'bare' ? 150 : 2);
      expect(judgeUpload(await judge(mp3Of[name](61)))).toEqual(TOO_LONG);
    },
  );

  test('mp3: 60 s can be sent, 61 s cannot', async () => {
    const facts = await judge(mp3(60));
    expect([facts.durationMs, judgeUpload(facts)]).toEqual([60_000, null]);
    expect(judgeUpload(await judge(mp3(61)))).toEqual(TOO_LONG);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])('amr mode %i', async (mode) => {
    expect(await judge(amr(2, mode))).toMatchObject({ contentType: 'audio/amr', durationMs: 2_000 });
  });

  test('amr: 60 s can be sent, 61 s cannot', async () => {
    const facts = await judge(amr(60));
    expect([facts.durationMs, judgeUpload(facts)]).toEqual([60_000, null]);
    expect(judgeUpload(await judge(amr(61)))).toEqual(TOO_LONG);
  });
});
