import { decodeVoice } from '../../src/media/decode-voice';
import { playInChromium, testInChromium } from '../support/play-in-chromium';
import { amrTone } from '../support/sample-files';

testInChromium('a WeChat voice message plays in Chromium as WAV', async () => {
  const wav = await decodeVoice(amrTone(1));
  if (wav === null) throw new Error('The voice was not decoded.');
  expect(await playInChromium(wav, 'audio/wav')).toBe('played 1.0 s');
});
