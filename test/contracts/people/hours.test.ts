import { hoursRoutes } from '../../../src/contracts/people/hours';
import { clockOf } from '../../../src/platform/time-zone';

const { body } = hoursRoutes[1];
const takes = (timeZone: string): boolean => body.safeParse({ timeZone, weekly: {} }).success;
const hasClock = (timeZone: string): boolean => {
  try {
    return clockOf(timeZone).firstAt(0) !== undefined;
  } catch {
    return false;
  }
};

describe('the time zone of opening hours', () => {
  it('may be each one that Intl lists, and old names of them', () => {
    const old = [
      'Asia/Calcutta',
      'Asia/Chongqing',
      'PRC',
      'Japan',
      'US/Eastern',
      'EST5EDT',
      'UTC',
      'GMT',
      'Etc/GMT+8',
    ];
    for (const name of [...Intl.supportedValuesOf('timeZone'), ...old]) {
      expect([name, takes(name), hasClock(name)]).toEqual([name, true, true]);
    }
  });

  it('is never one that has no clock', () => {
    const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
    const short = letters.flatMap((one) => letters.flatMap((two) => letters.map((last) => one + two + last)));
    for (const name of [
      ...short,
      'Factory',
      'localtime',
      'GMT+8',
      'UTC+8',
      '+08:00',
      'Z',
      'Asia/',
      'Etc/Unknown',
    ]) {
      if (takes(name)) expect([name, hasClock(name)]).toEqual([name, true]);
    }
    expect(['CST', 'IST', 'PST', '+08:00', 'Z', '', ' UTC'].filter(takes)).toEqual([]);
  });
});
