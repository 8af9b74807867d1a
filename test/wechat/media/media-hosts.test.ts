import { isPublicAddress } from '../../../src/platform/network/public-address';
import { isMediaAddress } from '../../../src/wechat/media/media-hosts';

describe('an address of the public internet', () => {
  test.each([
    '61.182.130.30',
    '203.205.137.89',
    '1.1.1.1',
    '223.255.255.1',
    '2408:8756::1',
    '2606:4700::1111',
  ])('%s is one', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ['this machine', ['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::1', '::']],
    [
      'a private network',
      ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1', 'fec0::1'],
    ],
    ['a link', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0']],
    ['a carrier’s own network', ['100.64.0.1', '100.100.100.200', '100.127.255.255']],
    ['a group, and everyone', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1']],
    [
      'what is kept back',
      ['240.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '2001:db8::1', '3fff::1'],
    ],
    [
      'IPv4 as IPv6',
      [
        '::ffff:8.8.8.8',
        '::ffff:127.0.0.1',
        '::8.8.8.8',
        '::7f00:1',
        '64:ff9b::7f00:1',
        '2002:7f00:1::',
        '2001::1',
      ],
    ],
    ['what is not given out', ['4000::1', '5f00::1', '100::1']],
    ['no address', ['', 'localhost', 'qq.com', '1.2.3.4.5', ':::', '[::1]']],
  ])('is not %s', (_, addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });
});

describe('a video is fetched', () => {
  const may = (address: string) => isMediaAddress(new URL(address), isPublicAddress);

  test.each([
    'https://api.weixin.qq.com/a',
    'http://vweixinp.tc.qq.com/1007_x.mp4?vkey=1',
    'http://mpvideo.qpic.cn/x.mp4',
    'https://api.wechat.com/x',
    'http://61.182.130.30/vweixinp.tc.qq.com/1007_114bcede9a2244eeb5ab7f76d951df5f.f10.mp4?vkey=77A4&sha=0&save=1',
    'http://203.205.158.71:8080/VWEIXINP.tc.qq.com/x',
    'https://[2408:8756::1]/vweixinp.tc.qq.com/x.mp4',
    // The same address, written as one number.
    'http://1035371038/vweixinp.tc.qq.com/x.mp4',
  ])('at %s', (address) => {
    expect(may(address)).toBe(true);
  });

  test.each([
    ['another name', 'http://evil.example/vweixinp.tc.qq.com/x.mp4'],
    ['a name that ends like one of WeChat’s', 'http://evil-qq.com/x.mp4'],
    ['a name that begins like one', 'http://vweixinp.tc.qq.com.evil.example/x.mp4'],
    ['another port of a name', 'http://vweixinp.tc.qq.com:8080/x.mp4'],
    ['an address without a name behind', 'http://61.182.130.30/x.mp4'],
    ['an address with the name further behind', 'http://61.182.130.30/a/vweixinp.tc.qq.com/x.mp4'],
    ['an address whose path leads out of the name', 'http://61.182.130.30/vweixinp.tc.qq.com/../x.mp4'],
    ['an address with another name', 'http://61.182.130.30/notqq.com/x.mp4'],
    ['an address with the name in the query', 'http://61.182.130.30/?/vweixinp.tc.qq.com/'],
    ['the cloud’s own data', 'http://169.254.169.254/vweixinp.tc.qq.com/x.mp4'],
    ['this machine', 'http://127.0.0.1/vweixinp.tc.qq.com/x.mp4'],
    ['this machine as one number', 'http://2130706433/vweixinp.tc.qq.com/x.mp4'],
    ['this machine in octal', 'http://0177.0.0.1/vweixinp.tc.qq.com/x.mp4'],
    ['this machine as IPv6', 'http://[::1]/vweixinp.tc.qq.com/x.mp4'],
    ['this machine as IPv4 in IPv6', 'http://[::ffff:127.0.0.1]/vweixinp.tc.qq.com/x.mp4'],
    ['a private network', 'http://192.168.0.10/vweixinp.tc.qq.com/x.mp4'],
    ['a carrier’s own network', 'http://100.64.3.4/vweixinp.tc.qq.com/x.mp4'],
    ['a user and a password', 'http://a:b@61.182.130.30/vweixinp.tc.qq.com/x.mp4'],
    ['a file of this machine', 'file:///vweixinp.tc.qq.com/x.mp4'],
    ['another protocol', 'ftp://61.182.130.30/vweixinp.tc.qq.com/x.mp4'],
  ])('never at %s', (_, address) => {
    expect(may(address)).toBe(false);
  });
});
