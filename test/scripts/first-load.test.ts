/** The limit of the script that the console's first load has, with a bundle that is made here. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

/** Runs the plugin on a bundle whose entry holds `bytes` of script that cannot be compressed. */
function build(bytes: number, without = ''): string {
  const program = `
    import { randomBytes } from 'node:crypto';
    import { limitFirstLoad } from './scripts/first-load.mjs';
    const chunk = (fileName, module, code = '', more = {}) =>
      [fileName, { type: 'chunk', fileName, code, imports: [], isEntry: false, facadeModuleId: null, moduleIds: ['/x/' + module], ...more }];
    const code = randomBytes(${bytes}).toString('latin1');
    const language = (name, kit) => [chunk(name + '.js', 'src/console/i18n/' + name + '/messages.ts'), chunk(kit + '.js', 'antd/locale/' + kit + '.js')];
    const bundle = Object.fromEntries([
      chunk('index.js', 'src/console/main.tsx', '', { isEntry: true, facadeModuleId: '/x/index.html', imports: ['shared.js'] }),
      chunk('shared.js', 'src/console/shared.ts', code),
      chunk('inbox.js', 'src/console/app/inbox-route.tsx', '', { imports: ['shared.js'] }),
      chunk('later.js', 'src/console/setup/setup-page.tsx', code + code),
      ...language('en', 'en_US'), ...language('zh', 'zh_CN'), ...language('ja', 'ja_JP'),
    ].filter(([name]) => name !== '${without}'));
    try {
      limitFirstLoad().generateBundle.call({ error: (text) => { throw new Error(text); } }, {}, bundle);
      console.log('built');
    } catch (error) { console.log(error.message); }`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return stdout.trim();
}

it('builds below it; what is shared counts once, what is loaded later does not', () => {
  expect(build(200_000)).toBe('built');
});

it('fails above it, and says by how much', () => {
  expect(build(600_000)).toMatch(/^The first load of the inbox has \d{3} KB of script, more than 360 KB\./);
});

it('fails if a module that it counts is gone, so that it never counts too little', () => {
  expect(build(200_000, 'inbox.js')).toContain('The build has no src/console/app/inbox-route.tsx');
});
