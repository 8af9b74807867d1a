import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

/** An import of a package, in any form; those of our own files begin with a dot. */
const IMPORTED = /(?:\bfrom|\bimport\(?)\s*['"]((?:@[\w.-]+\/)?[\w-][\w.-]*)[^'"]*['"]/g;

/**
 * The packages that are part of Duihua, by the lock file: `server` are those of a production installation, `console`
 * those that its sources import, with everything they depend on; the bundler takes what it needs from them. Each
 * version once, as `{ place, name, version, license, isPlatformBuild, parts }`, by name and version.
 */
export function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const ofWorkspaces = workspacesOnly(packages);
  const ofServer = Object.keys(packages).filter(
    (place) => place !== '' && packages[place].dev !== true && !ofWorkspaces.has(place),
  );
  const ofConsole = dependenciesOf(packages, importedIn(path.join(root, 'src/console')));
  const shipped = new Map();
  for (const [part, places] of [
    ['server', ofServer],
    ['console', ofConsole],
  ]) {
    for (const place of places) addTo(shipped, describe(place, packages[place]), part);
  }
  return [...shipped.values()].sort(
    (one, other) => compare(one.name, other.name) || compare(one.version, other.version),
  );
}

/** The same version may be installed at several places. */
function addTo(shipped, one, part) {
  const key = `${one.name} ${one.version}`;
  const known = shipped.get(key) ?? { ...one, parts: [] };
  shipped.set(key, known);
  if (!known.parts.includes(part)) known.parts.push(part);
}

function describe(place, { name, version, license, os, cpu }) {
  const folder = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
  // Of the packages for single platforms only one is installed.
  const isPlatformBuild = os !== undefined || cpu !== undefined;
  return { place, name: name ?? folder, version, license, isPlatformBuild };
}

/** By code units: the order must not depend on the machine's language. */
export function compare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function importedIn(folder) {
  const names = readdirSync(folder, { recursive: true })
    .filter((name) => /\.tsx?$/.test(name))
    .flatMap((name) => [...readFileSync(path.join(folder, name), 'utf8').matchAll(IMPORTED)])
    .map(([, name]) => name);
  return [...new Set(names)];
}

/**
 * The places of our own workspaces (`clients/…`) and below them, of the links to them, and of what nobody else depends on:
 * the image leaves them out.
 */
function workspacesOnly(packages) {
  const { dependencies, optionalDependencies } = packages[''];
  const names = Object.keys({ ...dependencies, ...optionalDependencies });
  const ofProgram = new Set(dependenciesOf(packages, names));
  const own = Object.keys(packages).filter((place) => place !== '' && !place.startsWith('node_modules/'));
  const links = Object.keys(packages).filter((place) => packages[place].link === true);
  const needed = own.flatMap((place) =>
    dependenciesOf(packages, Object.keys(packages[place].dependencies ?? {})),
  );
  return new Set([...own, ...links, ...needed.filter((place) => !ofProgram.has(place))]);
}

/** The places in the lock file of `names` and of everything they depend on. */
function dependenciesOf(packages, names) {
  const found = new Set();
  const visit = (name, from) => {
    const place = placeOf(packages, name, from);
    if (place === undefined || found.has(place)) return;
    found.add(place);
    const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = packages[place];
    const peers = Object.keys(peerDependencies).filter(
      (peer) => peerDependenciesMeta[peer]?.optional !== true,
    );
    for (const next of [...Object.keys(dependencies), ...peers]) visit(next, place);
  };
  for (const name of names) visit(name, '');
  return [...found];
}

/** Looks like Node: in the folder of the importing package, then in its parent folders. */
function placeOf(packages, name, from) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[place] !== undefined) return place;
    if (folder === '') return undefined;
  }
}
