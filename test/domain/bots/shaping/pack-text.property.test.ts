import * as fc from 'fast-check';
import { divideAnswer, toParts } from '../../../../src/domain/bots/shaping/divide-answer';
import { packText } from '../../../../src/domain/bots/shaping/pack-text';
import { textBytes } from '../../../../src/domain/messages/message-text';

const LIMIT = 2_048;
const anchor = fc.nat(150).map((length) => `<a href="https://a.test/${'x'.repeat(length)}">店 铺</a>`);
const address = fc.nat(1_990).map((length) => `https://b.test/p?q=${'7'.repeat(length)}`);
const emoji = fc.constantFrom('👨‍👩‍👧‍👦', '🇨🇳', '👍🏽', '1️⃣', '❤️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿');
/** Things that may not be cut; each stands between spaces or Chinese marks, so that a test can find it again. */
const whole = fc.oneof(
  { weight: 1, arbitrary: anchor },
  { weight: 1, arbitrary: address },
  { weight: 3, arbitrary: emoji },
);
const filler = fc.oneof(
  fc.nat(60).map((length) => '茶水温度'.repeat(length)),
  fc.nat(40).map((length) => 'some words of tea. '.repeat(length)),
  fc.constantFrom('。', '\n', '\n\n', '，', '！', ' '),
);
const pieces = fc.array(fc.tuple(filler, whole), { minLength: 1, maxLength: 40 });
const toText = (all: readonly (readonly [string, string])[]): string =>
  all.map(([before, kept]) => `${before} ${kept}。`).join('');

const withoutSpaces = (text: string): string => text.replace(/\s/g, '');

it('loses nothing but spaces, never passes 2,048 bytes, and cuts nothing that belongs together', () => {
  fc.assert(
    fc.property(pieces, (all) => {
      const text = toText(all);
      const parts = packText(text);
      expect(withoutSpaces(parts.map((part) => part.text).join(''))).toBe(withoutSpaces(text));
      for (const part of parts) {
        expect(textBytes(part.text)).toBeLessThanOrEqual(LIMIT);
        expect(text.startsWith(part.text, part.from)).toBe(true);
      }
      let at = 0;
      const wholes = all.map(([, kept]) => kept);
      for (const part of parts) {
        let from = 0;
        for (; at < wholes.length; at += 1) {
          const found = part.text.indexOf(wholes[at] ?? '', from);
          if (found < 0) break;
          from = found + (wholes[at] ?? '').length;
        }
      }
      expect(at).toBe(wholes.length);
    }),
    { numRuns: 300 },
  );
});

it('needs as few messages as possible', () => {
  // Without places that must not be cut, the fewest is the number of bytes divided by the limit, rounded up.
  fc.assert(
    fc.property(fc.nat(3_000), fc.constantFrom('a', '茶', '好。'), (length, unit) => {
      const text = unit.repeat(length + 1);
      const perPart = Math.floor(LIMIT / textBytes(unit.slice(0, 1)));
      expect(packText(text)).toHaveLength(Math.ceil(text.length / perPart));
    }),
  );
});

it('held back or not, the contact reads every letter once, and is told how to get the rest', () => {
  const hint = '回复任意内容查看余下内容';
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 5 }), (all, places) => {
      const text = toText(all);
      const { accepted, rest } = divideAnswer([{ type: 'text', text }], places, hint);
      const texts = [...accepted, ...toParts(rest)].map((part) => (part.type === 'text' ? part.text : ''));
      for (const one of texts) expect(textBytes(one)).toBeLessThanOrEqual(LIMIT);
      const last = texts[accepted.length - 1] ?? '';
      if (rest.length > 0) expect(accepted).toHaveLength(places);
      const isTold = last.endsWith(`\n\n${hint}`);
      // Only an address that fills the message leaves no room for it.
      expect(isTold || rest.length === 0 || textBytes(last) > LIMIT - 2 - textBytes(hint)).toBe(true);
      if (isTold) texts[accepted.length - 1] = last.slice(0, -hint.length);
      expect(withoutSpaces(texts.join(''))).toBe(withoutSpaces(text));
    }),
    { numRuns: 300 },
  );
});
