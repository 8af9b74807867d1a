import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { judgeUpload, judgeUse } from '../../src/domain/attachments';
import { decodeVoice } from '../../src/media/decode-voice';
import { judgeFile } from '../../src/media/judge-file';
import { amr, amrTone, gif, jpeg, mp3, mp4, padded, png } from '../support/sample-files';

const MB = 1_048_576;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'duihua-judge-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A PNG whose head claims this size. */
function claiming(width: number, height: number): Buffer {
  const bytes = png();
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

/** `name` is there to mislead. */
async function judge(bytes: Buffer, name = 'file.jpg') {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  return judgeFile(file);
}

describe('a file is what it holds', () => {
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

  test('what is nothing of these is nothing, whatever it is called', async () => {
    for (const text of ['<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', 'hello', '']) {
      const facts = await judge(Buffer.from(text));
      expect([undefined, 'application/xml']).toContain(facts?.contentType);
    }
  });

  test('a program with a picture’s name is a program', async () => {
    const elf = Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01', 'latin1'), Buffer.alloc(100)]);
    const facts = await judge(elf, 'holiday.jpg');
    expect(facts === null ? null : judgeUpload(facts)).toEqual({ code: 'attachment_type_not_supported' });
  });

  test('wide-band AMR is not the AMR that WeChat takes', async () => {
    const facts = await judge(Buffer.concat([Buffer.from('#!AMR-WB\n'), Buffer.alloc(200)]));
    expect(facts?.contentType).not.toBe('audio/amr');
  });

  test('the length of an mp3 does not count its tags', async () => {
    const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x08\0', 'latin1'), Buffer.alloc(1024)]);
    expect(await judge(Buffer.concat([tag, mp3(3)]))).toMatchObject({ durationMs: 2978 });
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
    ['a GIF', gif(), { code: 'attachment_type_not_supported' }],
    ['59 s of AMR', amr(59), null],
    ['60 s of AMR', amr(60), null],
    ['61 s of AMR', amr(61), { code: 'attachment_too_large', maxSeconds: 60 }],
    ['59 s of mp3', mp3(59), null],
    ['61 s of mp3', mp3(61), { code: 'attachment_too_large', maxSeconds: 60 }],
  ])('%s', async (_, bytes, refusal) => {
    expect(await refusalOf(bytes)).toEqual(refusal);
  });

  test('a thumb is a jpeg of 64 kB at most', () => {
    const file = { contentType: 'image/jpeg', size: 65_536, durationMs: null };
    expect(judgeUse('thumb', file)).toBeNull();
    expect(judgeUse('thumb', { ...file, size: 65_537 })).toEqual(tooLarge(65_536));
    expect(judgeUse('thumb', { ...file, contentType: 'image/png' })).not.toBeNull();
  });
});

describe('the playable form of a voice', () => {
  test('is a WAV of the same length, in which the tone is heard', async () => {
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

  test('there is none of what is no AMR', async () => {
    expect(await decodeVoice(Buffer.from('no voice'))).toBeNull();
  });
});
