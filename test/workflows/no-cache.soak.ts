/** All scenarios again, with a worker that replays each task from the beginning. */
import { readdirSync } from 'node:fs';
import path from 'node:path';

process.env['DUIHUA_WITHOUT_CACHE'] = '1';

for (const file of readdirSync(__dirname)) {
  if (!/^(?!no-cache).*\.(test|ci\.soak)\.ts$/.test(file)) continue;
  describe(path.basename(file, '.test.ts'), () => {
    // biome-ignore lint/style/noCommonJs: the tests declare themselves as they are loaded, after the setting above
    require(path.join(__dirname, file));
  });
}
