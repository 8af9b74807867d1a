/** The ring: two soft tones and a pause; and a single one for an alert. Computed here; the browser repeats the ring without a timer. */
const RATE = 44_100;
type Round = {
  readonly seconds: number;
  readonly tones: readonly { readonly from: number; readonly hertz: number }[];
};
const RING: Round = {
  seconds: 3,
  tones: [
    { from: 0, hertz: 659.25 },
    { from: 0.18, hertz: 880 },
  ],
};
/** The sound of an alert: lower than the ring, so that the two can be distinguished. */
const CHIME: Round = { seconds: 0.8, tones: [{ from: 0, hertz: 523.25 }] };
const LOUDNESS = 0.22;
/** How fast a tone fades, per second. */
const FADE = 5;

export type BellSound = {
  /** Rings until `stop`. Silent while the browser refuses sound (see `isRefused`). */
  readonly start: () => void;
  readonly stop: () => void;
  /** Plays one soft tone for an alert. */
  readonly chime: () => void;
  /** Calls back at each change of whether the browser refuses sound until the reader clicks or types on the page. */
  readonly onRefused: (tell: (isRefused: boolean) => void) => void;
  readonly close: () => void;
};

/** Creates the bell. If the browser refuses sound at first, it begins when the reader first touches the page. */
export function createBellSound(): BellSound {
  const context = new AudioContext();
  let source: AudioBufferSourceNode | null = null;
  let tell: (isRefused: boolean) => void = () => undefined;
  const report = (): void => tell(context.state !== 'running');
  const wake = (): void => {
    if (context.state !== 'running') void context.resume().then(report);
  };
  context.addEventListener('statechange', report);
  document.addEventListener('pointerdown', wake);
  document.addEventListener('keydown', wake);
  return {
    start() {
      if (source !== null) return;
      source = context.createBufferSource();
      source.buffer = createRound(context, RING);
      source.loop = true;
      source.connect(context.destination);
      source.start();
      wake();
    },
    stop() {
      source?.stop();
      source?.disconnect();
      source = null;
    },
    chime() {
      if (context.state !== 'running') return;
      const once = context.createBufferSource();
      once.buffer = createRound(context, CHIME);
      once.connect(context.destination);
      once.start();
    },
    onRefused(listener) {
      tell = listener;
      report();
    },
    close() {
      document.removeEventListener('pointerdown', wake);
      document.removeEventListener('keydown', wake);
      context.removeEventListener('statechange', report);
      void context.close();
    },
  };
}

function createRound(context: AudioContext, { seconds: length, tones }: Round): AudioBuffer {
  const buffer = context.createBuffer(1, RATE * length, RATE);
  const samples = buffer.getChannelData(0);
  for (const { from, hertz } of tones) {
    for (let index = Math.floor(from * RATE); index < samples.length; index += 1) {
      const seconds = index / RATE - from;
      const tone = Math.sin(2 * Math.PI * hertz * seconds) * Math.exp(-FADE * seconds);
      // The first hundredth rises, to avoid a click in the sound.
      samples[index] = (samples[index] ?? 0) + LOUDNESS * tone * Math.min(1, seconds * 100);
    }
  }
  return buffer;
}
