// npm run sbom [file]: writes the list of the packages that are part of Duihua (CycloneDX), dist/sbom.cdx.json by default: a file
// of the release. npm makes it from package-lock.json, so nothing has to be installed; it is cut to what is shipped, which are
// fewer packages than those for working on the code, and among these the ones that the console is built from.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';
import { shippedPackages } from './shipped-packages.mjs';

/** Of some hundred packages. */
const MOST_BYTES = 64 * 1024 * 1024;

const file = path.resolve(root, process.argv[2] ?? 'dist/sbom.cdx.json');
const { name, version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const all = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
  }),
);
const purlOf = (one) => `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`;
const shipped = new Map(shippedPackages().map((one) => [purlOf(one), one]));
const components = all.components
  .filter(({ purl }) => shipped.has(purl))
  .map(({ properties = [], ...component }) => ({
    ...component,
    scope: 'required',
    properties: [
      ...properties.filter((one) => one.name !== 'cdx:npm:package:development'),
      ...shipped.get(component.purl).parts.map((value) => ({ name: 'duihua:part', value })),
    ],
  }));
const missing = [...shipped.keys()].filter((purl) => !components.some((one) => one.purl === purl));
if (missing.length > 0) {
  console.error(`npm sbom does not list what is shipped: ${missing.join(', ')}`);
  process.exit(1);
}
const own = all.metadata.component['bom-ref'];
const kept = new Set([own, ...components.map((one) => one['bom-ref'])]);
const dependencies = all.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
// npm takes the name from the folder.
const component = { ...all.metadata.component, type: 'application', name, version };
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(
  file,
  `${JSON.stringify({ ...all, metadata: { ...all.metadata, component }, components, dependencies }, null, 2)}\n`,
);
console.log(`${path.relative(root, file)}: ${components.length} packages`);
