import { csvLine } from '../../src/domain/csv';

describe('a line of a table', () => {
  it('quotes each cell', () => {
    expect(csvLine(['a', 'say "hi"', '', '茶\n壶'])).toBe('"a","say ""hi""","","茶\n壶"\r\n');
  });

  it.each(['=1+1', '+cmd', '-2+3', '@sum', '\tx', ' =1', '＝1', '-', '+1', '--1', '1=', '-1e5'])(
    'lets no spreadsheet run %j',
    (text) => {
      const isHarmless = text === '1=';
      expect(csvLine([text])).toBe(isHarmless ? `"${text}"\r\n` : `"'${text}"\r\n`);
    },
  );

  it.each(['0', '-1', '12.5', '-0.25'])('leaves the number %s as it is', (number) => {
    expect(csvLine([number])).toBe(`"${number}"\r\n`);
  });
});
