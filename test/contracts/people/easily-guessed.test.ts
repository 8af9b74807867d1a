import { isEasilyGuessed } from '../../../src/contracts/people/easily-guessed';

describe('a password that may not be chosen', () => {
  it.each([
    'aaaaaaaaaaaaaaaa',
    '121212121212121212',
    'abcabcabcabcabc',
    '123456123456123456',
    '123456789012345',
    '0987654321098765',
    'qwertyuiopasdfgh',
    'QWERTYUIOP123456',
    '1q2w3e4r5t6y7u8i',
    '1qaz2wsx3edc4rfv',
    'abcdefghijklmnop',
    'passwordpassword',
    'Password12345678',
    'P@ssw0rd12345678!',
    'iloveyouiloveyou',
    'I love you so much',
    'administrator1234',
    'welcome2026!!!!!!',
    'duihua-duihua-2026',
    'woaini5201314520',
    'today is a good day',
    'onetwothreefourfive',
    'michelle123456789',
    'passwordadmin123',
    'hello hello hello',
    'constructor1234',
  ])('%s', async (password) => {
    expect(await isEasilyGuessed(password)).toBe(true);
  });

  it('is the name or the e-mail address of its account', async () => {
    expect(await isEasilyGuessed('li.wang@example.com', ['li.wang@example.com'])).toBe(true);
    expect(await isEasilyGuessed('LiWang1234567890', ['li.wang@example.com'])).toBe(true);
    expect(await isEasilyGuessed('zhang wei 20261122', ['Zhang Wei'])).toBe(true);
    expect(await isEasilyGuessed('zhang wei 20261122', ['Li'])).toBe(false);
  });
});

describe('a password that may', () => {
  it.each([
    'correct horse battery staple',
    'a password of an operator',
    'another long password',
    'Tz9-pLq2_vR8.wXe4',
    '我喜欢在西湖边喝龙井茶和看月亮',
    'x7f2k9q4m1z8b3n6',
    'f81d4fae-7dec-11d0',
    'seven herons over the lake',
    "green tea at four o'clock",
    'the constructor waters tulips',
    '__proto__ waters them as well',
  ])('%s', async (password) => {
    expect(await isEasilyGuessed(password)).toBe(false);
  });
});

it.each(['p4ssw0rd', 'a1', '@4a1!i', '$5s@4a3e1!i|0o7t', 'qwerty7', '2026-11-28'])(
  'the longest password, of %s again and again, takes no longer to judge than to hash',
  async (piece) => {
    await isEasilyGuessed('the dictionary is loaded by now');
    const before = process.cpuUsage();
    await isEasilyGuessed(piece.repeat(256).slice(0, 256), [piece.repeat(20)]);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(100);
  },
);
