import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isTooMuchToShow, judgeUpload, judgeUse, mayShowInline } from '../../src/domain/messages/attachments';
import { decodeVoice } from '../../src/media/decode-voice';
import { isText, judgeFile } from '../../src/media/judge-file';
import { amr, amrTone, gif, jpeg, mp3, mp4, padded, png } from '../support/sample-files';

const MB = 1_048_576;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duihua-judge-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A PNG whose header claims this size. */
function claiming(width: number, height: number): Buffer {
  const bytes = png();
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** `name` is meant to mislead. */
async function judge(bytes: Buffer, name = 'file.jpg') {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return judgeFile(file);
}

describe('text is distinguished from other content', () => {
  test.each([
    ['a page', Buffer.from('<html>今日はお休みです</html>'), true],
    ['a character that is cut at the end', Buffer.from('对话').subarray(0, 5), true],
    ['bytes that are no UTF-8', Buffer.alloc(64, 0xf0), false],
    ['a picture', png(), false],
  ])('%s', async (_, bytes, expected) => {
    const file = path.join(folder, 'answer');
    await writeFile(file, bytes);
    expect(await isText(file)).toBe(expected);
  });
});

describe('a file is identified by its content', () => {
  test.each([
    ['png', png(8, 4), { contentType: 'image/png', picture: { width: 8, height: 4 } }],
    ['jpeg', jpeg(), { contentType: 'image/jpeg', picture: { width: 8, height: 8 } }],
    ['gif', gif(), { contentType: 'image/gif', picture: { width: 1, height: 1 } }],
    ['mp3', mp3(3), { contentType: 'audio/mpeg', durationMs: 2978 }],
    ['amr', amr(3), { contentType: 'audio/amr', durationMs: 3000 }],
    ['mp4', mp4(), { contentType: 'video/mp4' }],
  ])('%s', async (_, bytes, facts) => {
    expect(await judge(bytes)).toMatchObject({ ...facts, size: bytes.length });
  });

  /** The first bytes of a file, as far as they contain its size. */
  const head = (
    text: string,
    ...numbers: readonly (readonly [at: number, bytes: number, value: number])[]
  ) => {
    const bytes = Buffer.alloc(64);
    bytes.write(text, 'latin1');
    for (const [at, length, value] of numbers) bytes.writeUIntLE(value, at, length);
    return bytes;
  };
  const bmp = (height: number) => {
    const bytes = head('BM', [14, 4, 40], [18, 4, 640]);
    bytes.writeInt32LE(height, 22);
    return bytes;
  };
  /** A JPEG that begins with segments of 60 kB each, as cameras write them, and with fill bytes. */
  const withSegments = (count: number, length = 60_000) => {
    const segment = Buffer.concat([
      Buffer.from([0xff, 0xff, 0xe1, length >> 8, length & 0xff]),
      Buffer.alloc(length - 2),
    ]);
    const whole = jpeg();
    return Buffer.concat([whole.subarray(0, 2), ...Array<Buffer>(count).fill(segment), whole.subarray(2)]);
  };

  /** A picture whose frame is of another kind. */
  const withFrame = (marker: number) => {
    const bytes = jpeg();
    bytes[bytes.lastIndexOf(Buffer.from([0xff, 0xc0])) + 1] = marker;
    return bytes;
  };

  /** A GIF of one dot whose first frame says that it is larger, behind a note of many parts. */
  const gifWith = (frame: readonly [left: number, top: number, width: number, height: number], parts = 5) => {
    const whole = gif();
    const at = whole.indexOf(0x2c, 19);
    const note = Buffer.concat([
      Buffer.from([0x21, 0xfe]),
      Buffer.alloc(parts * 3, Buffer.from([2, 0x2c, 0x2c])),
      Buffer.alloc(1),
    ]);
    const head = Buffer.alloc(9);
    head[0] = 0x2c;
    for (const [index, value] of frame.entries()) head.writeUInt16LE(value, 1 + 2 * index);
    return Buffer.concat([whole.subarray(0, at), note, head, whole.subarray(at + 9)]);
  };

  test.each([
    ['gif', gifWith([0, 0, 1, 1]), [1, 1]],
    ['gif whose frame is larger than its screen', gifWith([100, 0, 20_000, 20_000]), [20_100, 20_000]],
    ['gif of nothing but notes', gifWith([0, 0, 1, 1], 3_000), null],
    ['gif without a frame', gif().subarray(0, 19), null],
    ['webp, lossy', head('RIFF....WEBPVP8 ', [23, 3, 0x2a019d], [26, 2, 640], [28, 2, 480]), [640, 480]],
    ['webp, scaled', head('RIFF....WEBPVP8 ', [23, 3, 0x2a019d], [26, 2, 0xc280], [28, 2, 480]), [640, 480]],
    ['webp, lossless', head('RIFF....WEBPVP8L', [20, 1, 0x2f], [21, 4, 639 | (479 << 14)]), [640, 480]],
    ['webp, extended', head('RIFF....WEBPVP8X', [24, 3, 99_999], [27, 3, 479]), [100_000, 480]],
    ['webp of a form that is none', head('RIFF....WEBPVP9 '), null],
    ['webp whose frame is none', head('RIFF....WEBPVP8 ', [26, 2, 640], [28, 2, 480]), null],
    ['bmp', bmp(480), [640, 480]],
    ['bmp from top to bottom', bmp(-480), [640, 480]],
    ['bmp of the first form', head('BM', [14, 4, 12], [18, 2, 640], [20, 2, 480]), [640, 480]],
    ['bmp without a height', bmp(0), null],
    ['a jpeg with much before its size', withSegments(40), [8, 8]],
    ['a lossless jpeg', withFrame(0xc3), [8, 8]],
    ['a jpeg of arithmetic coding', withFrame(0xc9), [8, 8]],
    ['a jpeg of nothing but segments', withSegments(2_000, 2), null],
    ['a jpeg that ends before its size', jpeg().subarray(0, 30), null],
  ])('has the size that its head tells: %s', async (_, bytes, size) => {
    const picture = size === null ? null : { width: size[0], height: size[1] };
    expect(await judge(bytes)).toMatchObject({ picture });
  });

  test('any other content is unknown, whatever its name', async () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', 'hello', '']) {
      const facts = await judge(Buffer.from(text));
      expect([undefined, 'application/xml']).toContain(facts?.contentType);
    }
  });

  test('a program named like a picture is a program', async () => {
    const elf = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(100)]);
    const facts = await judge(elf, 'holiday.jpg');
    expect(facts === null ? null : judgeUpload(facts)).toEqual({ code: 'attachment_type_not_supported' });
  });

  test('wide-band AMR is not the AMR that WeChat accepts', async () => {
    const facts = await judge(Buffer.concat([Buffer.from('#!AMR-WB\n'), Buffer.alloc(200)]));
    expect(facts?.contentType).not.toBe('audio/amr');
  });

  test('a picture of 20 MB with a broken head is given up at once', async () => {
    for (const broken of [jpeg().subarray(0, 20), gif().subarray(0, 19), head('RIFF....WEBPVP8 ')]) {
      const bytes = padded(broken, 20 * MB);
      const before = performance.now();
      expect(await judge(bytes)).toMatchObject({ picture: null });
      expect(performance.now() - before).toBeLessThan(2_000);
    }
  });

  describe('the length of an mp3', () => {
    /** The first frame of an mp3, in which the encoder notes how many frames and bytes follow, and what it has added. */
    const note = (frames: number, addedSamples = 0): Buffer => {
      const frame = mp3(0.03);
      frame.write('Xing', 36, 'latin1');
      frame.writeUInt32BE(3, 40);
      frame.writeUInt32BE(frames, 44);
      frame.writeUInt32BE(frames * 417, 48);
      frame.write('LAME3.100', 52, 'latin1');
      frame.writeUIntBE(addedSamples, 73, 3);
      return frame;
    };
    /** Frames of 32 kbit/s. */
    const slow = (seconds: number): Buffer => {
      const frame = Buffer.alloc(104);
      frame.writeUInt32BE(0xfffb1000);
      return Buffer.concat(Array<Buffer>(Math.floor((seconds * 44_100) / 1152)).fill(frame));
    };

    test('does not count its tags', async () => {
      const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x08\0', 'latin1'), Buffer.alloc(1024)]);
      expect(await judge(Buffer.concat([tag, mp3(3)]))).toMatchObject({ durationMs: 2978 });
    });

    test.each([
      ['is that of its frames, whatever the encoder’s note claims', [note(38), mp3(61)], 60_996],
      ['does not count the silence that the encoder has added', [note(114, 1152), mp3(3)], 2952],
      ['is right where the rate changes after the first frames', [mp3(0.2), slow(61)], 61_179],
    ])('%s', async (_, parts, durationMs) => {
      expect(await judge(Buffer.concat(parts))).toMatchObject({ durationMs });
    });
  });
});

describe('a picture is shown inline', () => {
  const facts = (contentType: string, picture: { width: number; height: number } | null) => ({
    contentType,
    picture,
    size: 1_000,
    durationMs: null,
  });
  const large = { width: 20_000, height: 20_000 };

  test.each(['jpeg', 'png', 'apng', 'gif', 'webp'])('%s: if its size is known and not too large', (kind) => {
    const type = `image/${kind}`;
    expect(mayShowInline(type)).toBe(true);
    expect(isTooMuchToShow(facts(type, { width: 10_000, height: 5_000 }))).toBe(false);
    expect(isTooMuchToShow(facts(type, large))).toBe(true);
    expect(isTooMuchToShow(facts(type, null))).toBe(true);
  });

  test.each(['bmp', 'heic', 'heif', 'avif', 'tiff', 'svg+xml'])('%s: never', (kind) => {
    expect(mayShowInline(`image/${kind}`)).toBe(false);
  });

  test('a file that is not a picture has no picture size and is served normally', () => {
    expect(['video/mp4', 'audio/mpeg'].map((type) => isTooMuchToShow(facts(type, null)))).toEqual([
      false,
      false,
    ]);
  });
});

describe('the table of what can be sent', () => {
  const refusalOf = async (bytes: Buffer) => {
    const facts = await judge(bytes);
    return facts === null ? 'unknown' : judgeUpload(facts);
  };
  const tooLarge = (bytes: number) => ({ code: 'attachment_too_large', limitBytes: bytes });

  test.each([
    ['an image of 10 MB', padded(png(), 10 * MB), null],
    ['an image of 10 MB and a byte', padded(png(), 10 * MB + 1), tooLarge(10 * MB)],
    ['a video of 10 MB', mp4(10 * MB), null],
    ['a video of 10 MB and a byte', mp4(10 * MB + 1), tooLarge(10 * MB)],
    ['a voice over 2 MB', padded(mp3(3), 2 * MB + 1), tooLarge(2 * MB)],
    ['a small file of 400 megapixels', claiming(20_000, 20_000), { code: 'attachment_type_not_supported' }],
    ['a picture of 50 megapixels', claiming(10_000, 5_000), null],
    ['a picture of no pixels', claiming(0, 5_000), { code: 'attachment_type_not_supported' }],
    ['a GIF', gif(), { code: 'attachment_type_not_supported' }],
    ['59 s of AMR', amr(59), null],
    ['60 s of AMR', amr(60), null],
    ['61 s of AMR', amr(61), { code: 'attachment_too_large', maxSeconds: 60 }],
    ['59 s of mp3', mp3(59), null],
    ['61 s of mp3', mp3(61), { code: 'attachment_too_large', maxSeconds: 60 }],
  ])('%s', async (_, bytes, refusal) => {
    expect(await refusalOf(bytes)).toEqual(refusal);
  });

  test('a thumb is a jpeg of at most 64 kB', () => {
    const file = { contentType: 'image/jpeg', size: 65_536, durationMs: null };
    expect(judgeUse('thumb', file)).toBeNull();
    expect(judgeUse('thumb', { ...file, size: 65_537 })).toEqual(tooLarge(65_536));
    expect(judgeUse('thumb', { ...file, contentType: 'image/png' })).not.toBeNull();
  });
});

describe('the playable form of a voice message', () => {
  test('is a WAV of the same length with the same tone', async () => {
    const wav = await decodeVoice(amrTone(1));
    if (wav === null) throw new Error('The voice was not decoded.');
    expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 12)).toBe('RIFFWAVE');
    expect([wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([8000, 16]);
    const samples = (wav.length - 44) / 2;
    expect(samples).toBeGreaterThanOrEqual(8000 - 160);
    let crossings = 0;
    for (let at = 1; at < samples; at += 1) {
      if (wav.readInt16LE(44 + 2 * at - 2) < 0 !== wav.readInt16LE(44 + 2 * at) < 0) crossings += 1;
    }
    expect(Math.abs(crossings - 880)).toBeLessThan(40);
  });

  test('does not exist for anything but AMR', async () => {
    expect(await decodeVoice(Buffer.from('no voice'))).toBeNull();
  });
});
