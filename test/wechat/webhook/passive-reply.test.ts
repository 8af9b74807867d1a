import { decrypt, EncryptionError } from '../../../src/wechat/webhook/encryption';
import { textOf } from '../../../src/wechat/webhook/fields';
import { encryptReply, toCdata } from '../../../src/wechat/webhook/passive-reply';
import { isSignatureValid } from '../../../src/wechat/webhook/signature';
import { parseXml } from '../../../src/wechat/webhook/xml';

const credentials = {
  appId: 'wx0123456789abcdef',
  token: 'tok3n',
  encodingAesKeys: [
    'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    'Zyxwvutsrqponmlkjihgfedcba9876543210ZYXWVU9',
  ],
};
const reply = {
  credentials,
  clearXml: '<xml>你好</xml>',
  now: 1_700_000_000_999,
  nonce: 'n1',
  random: Buffer.alloc(16, 7),
};

describe('passive reply', () => {
  it('can be verified and decrypted by the other side with the requested key', () => {
    const fields = parseXml(Buffer.from(encryptReply({ ...reply, keyIndex: 1 })));
    const encrypted = textOf(fields, 'Encrypt');
    expect(fields).toMatchObject({ TimeStamp: '1700000000', Nonce: 'n1' });
    const signature = textOf(fields, 'MsgSignature');
    expect(
      isSignatureValid({ token: 'tok3n', timestamp: '1700000000', nonce: 'n1', signature, encrypted }),
    ).toBe(true);
    const opened = decrypt({
      encrypted,
      encodingAesKeys: credentials.encodingAesKeys,
      appId: credentials.appId,
    });
    expect(opened).toEqual({ message: Buffer.from('<xml>你好</xml>'), keyIndex: 1 });
  });

  it('refuses a key that the channel does not have', () => {
    expect(() => encryptReply({ ...reply, keyIndex: 2 })).toThrow(EncryptionError);
  });

  it('cannot be made to contain forged elements', () => {
    const xml = `<xml><Content>${toCdata('a]]></Content><MsgType>x</MsgType>')}</Content></xml>`;
    expect(parseXml(Buffer.from(xml))).toEqual({ Content: 'a]]></Content><MsgType>x</MsgType>' });
  });
});
