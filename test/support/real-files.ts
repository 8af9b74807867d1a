/** Real files, made by public tools while the tests run: ffmpeg, sox with its AMR encoder, jpegtran. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const TOOLS: readonly (readonly [tool: string, ask: readonly string[], says: RegExp])[] = [
  ['ffmpeg', ['-hide_banner', '-encoders'], /libx264[\s\S]*libwebp[\s\S]*libmp3lame/],
  ['sox', ['--help'], /\bamr-nb\b/],
  ['jpegtran', ['-help'], /-progressive/],
];

/** The tools that are missing or cannot do what is needed. */
function missingTools(): readonly string[] {
  return TOOLS.flatMap(([tool, ask, says]) => {
    const { stdout, stderr } = spawnSync(tool, ask, { encoding: 'utf8' });
    return says.test(`${stdout}${stderr}`) ? [] : [tool];
  });
}

/**
 * `describe` if the tools are installed. If not, one line says that the tests are skipped; with
 * `DUIHUA_MEDIA_TOOLS_REQUIRED=1` (CI) they are run anyway, and fail.
 */
export const describeWithMediaTools: jest.Describe = chooseDescribe();

function chooseDescribe(): jest.Describe {
  const missing = missingTools();
  if (missing.length === 0 || process.env['DUIHUA_MEDIA_TOOLS_REQUIRED'] === '1') return describe;
  process.stderr.write(
    `Tests with real files are skipped: no ${missing.join(', ')} (Debian: ffmpeg, sox, libsox-fmt-all, libjpeg-turbo-progs).\n`,
  );
  return describe.skip;
}

const BARS = ['-f', 'lavfi', '-i', 'testsrc=size=320x240:rate=10:duration=1'];
const ONE = [...BARS, '-frames:v', '1'];
const tone = (seconds: number) => ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`];
const FILM = [
  ...BARS,
  ...tone(1),
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-pix_fmt',
  'yuv420p',
  '-c:a',
  'aac',
];

export const picture = {
  jpeg: () => ffmpeg(ONE, 'a.jpg'),
  /** As on the web: the size comes after other segments, and the frame is progressive. */
  progressiveJpeg: () =>
    inFolder('a.jpg', (from) => {
      run('ffmpeg', [...ONE, from]);
      run('jpegtran', ['-progressive', '-copy', 'all', '-outfile', `${from}.out`, from]);
      return `${from}.out`;
    }),
  png: () => ffmpeg(ONE, 'a.png'),
  animatedPng: () => ffmpeg([...BARS, '-f', 'apng'], 'a.png'),
  gif: () => ffmpeg(BARS, 'a.gif'),
  webp: () => ffmpeg(ONE, 'a.webp'),
  losslessWebp: () => ffmpeg([...ONE, '-lossless', '1'], 'a.webp'),
  animatedWebp: () => ffmpeg([...BARS, '-c:v', 'libwebp_anim'], 'a.webp'),
  bmp: () => ffmpeg(ONE, 'a.bmp'),
};

export const film = {
  mp4: () => ffmpeg(FILM, 'a.mp4'),
  /** With its index at the front, as phones and web sites write it. */
  fastMp4: () => ffmpeg([...FILM, '-movflags', '+faststart'], 'a.mp4'),
  fragmentedMp4: () => ffmpeg([...FILM, '-movflags', 'frag_keyframe+empty_moov'], 'a.mp4'),
  /** Of Apple's brand `M4V`. */
  appleMp4: () => ffmpeg([...FILM, '-f', 'ipod'], 'a.m4v'),
  quicktime: () => ffmpeg(FILM, 'a.mov'),
};

/** With a constant bit rate, and with an ID3 tag and the encoder's note at the front. */
export function mp3(seconds: number): Buffer {
  return ffmpeg([...tone(seconds), '-b:a', '32k', '-metadata', 'title=茶'], 'a.mp3');
}

export const mp3Of = {
  /** With a variable bit rate, so only the frames give its length. */
  varyingRate: (seconds: number) => ffmpeg([...tone(seconds), '-q:a', '6'], 'a.mp3'),
  bare: (seconds: number) =>
    ffmpeg([...tone(seconds), '-b:a', '32k', '-write_xing', '0', '-id3v2_version', '0'], 'a.mp3'),
  /** MPEG 2: half the samples in a frame. */
  lowRate: (seconds: number) => ffmpeg([...tone(seconds), '-ar', '22050', '-b:a', '32k'], 'a.mp3'),
  /** MPEG 2.5. */
  lowestRate: (seconds: number) => ffmpeg([...tone(seconds), '-ar', '8000', '-b:a', '16k'], 'a.mp3'),
  stereo: (seconds: number) => ffmpeg([...tone(seconds), '-ac', '2', '-ar', '48000', '-b:a', '64k'], 'a.mp3'),
  /** With a tag at each end; the one at the front holds a picture. */
  tagged: (seconds: number) =>
    inFolder('cover.jpg', (cover) => {
      run('ffmpeg', [...ONE, cover]);
      const music = [
        ...tone(seconds),
        '-i',
        cover,
        '-map',
        '0:a',
        '-map',
        '1:v',
        '-c:v',
        'copy',
        '-b:a',
        '32k',
      ];
      run('ffmpeg', [
        ...music,
        '-id3v2_version',
        '3',
        '-write_id3v1',
        '1',
        '-metadata',
        'title=Tea',
        `${cover}.mp3`,
      ]);
      return `${cover}.mp3`;
    }),
};

/** AMR narrow band, WeChat's own; `mode` 0 (4.75 kbit/s) to 7 (12.2 kbit/s). */
export function amr(seconds: number, mode = 7): Buffer {
  return inFolder('a.amr', (to) => {
    const input = ['-n', '-r', '8000', '-c', '1', '-t', 'amr-nb', '-C', String(mode), to];
    run('sox', [...input, 'synth', String(seconds), 'sine', '440']);
    return to;
  });
}

function ffmpeg(args: readonly string[], name: string): Buffer {
  return inFolder(name, (to) => {
    run('ffmpeg', [...args, to]);
    return to;
  });
}

function inFolder(name: string, make: (file: string) => string): Buffer {
  const folder = mkdtempSync(path.join(tmpdir(), 'duihua-sample-'));
  try {
    return readFileSync(make(path.join(folder, name)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(tool: string, args: readonly string[]): void {
  const quiet = tool === 'ffmpeg' ? ['-v', 'error'] : [];
  const { status, stderr, error } = spawnSync(tool, [...quiet, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) throw new Error(`${tool} has not made the file: ${stderr}`, { cause: error });
}
