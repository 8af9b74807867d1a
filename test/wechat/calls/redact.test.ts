import { addressIn, redact, ridIn, withoutAddresses, withoutRid } from '../../../src/wechat/calls/redact';

const RID = '5f0c1d2e-1a2b3c4d-0f0e0d0c';

describe('WeChat’s error text', () => {
  it('loses secrets and control characters', () => {
    expect(redact(`invalid token T0KEN of oX1\n rid: ${RID}`, ['T0KEN', 'oX1', ''])).toBe(
      `invalid token [redacted] of [redacted]  rid: ${RID}`,
    );
  });

  it('keeps the rid at its end, however long it is', () => {
    const text = redact(`${'long '.repeat(200)} rid: ${RID}`, []);
    expect(text.length).toBe(300);
    expect(ridIn(text)).toBe(RID);
    expect(redact('x'.repeat(400), [])).toBe('x'.repeat(300));
  });

  it('can be stored: half of a surrogate pair is replaced, also where it was cut', () => {
    expect(redact('a\udffb b\ud800', [])).toBe('a\ufffd b\ufffd');
    expect(redact(`${'x'.repeat(299)}😀${'y'.repeat(50)}`, [])).toBe(`${'x'.repeat(299)}\ufffd`);
    expect(redact('😀'.repeat(150), [])).toBe('😀'.repeat(150));
  });

  it('is shown to people without rid and hint', () => {
    expect(withoutRid(`invalid type hint: [lGhxNA06434106] rid: ${RID}`)).toBe('invalid type');
    expect(withoutRid('')).toBe('');
    expect(ridIn('ok')).toBeNull();
  });

  it('names the address that is not on the allowlist', () => {
    expect(addressIn('invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist')).toBe('203.0.113.7');
    expect(addressIn('invalid ip, not in whitelist')).toBeNull();
    expect(
      withoutAddresses(`invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: ${RID}`),
    ).toBe(`invalid ip … ipv6 …, not in whitelist rid: ${RID}`);
  });
});
