/** Looks for what neither logs nor Temporal may hold (docs/security.md): texts, openids and secrets of the run. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Desk } from './desk/desk';
import { OWN_NAMES } from './desk/targets';

/** Every text of a run begins with the openid of its contact, and every openid with this. */
export const OPENID_PREFIX = 'o-fire-';

/**
 * Searches what our own processes have printed so far, and all files of Temporal. Returns where something was found, without
 * the secret itself.
 */
export function findLeaks(desk: Desk, logFolder: string): string[] {
  const needles = [['an openid or a text', OPENID_PREFIX], ...secretsOf(desk)] as const;
  const searched = [
    ...OWN_NAMES.flatMap((name) => [
      [`the log of ${name}`, readIfThere(path.join(logFolder, `${name}.log`))] as const,
      [`the log of ${name}`, Buffer.from(desk.targets.get(name)?.printed() ?? '')] as const,
    ]),
    ...readdirSync(desk.folder)
      .filter((name) => name.startsWith('temporal.db'))
      .map((name) => ['the data of Temporal', readIfThere(path.join(desk.folder, name))] as const),
  ];
  const found = searched.flatMap(([where, bytes]) =>
    needles.filter(([, value]) => bytes.includes(value)).map(([what]) => `${what} in ${where}`),
  );
  return [...new Set(found)];
}

function secretsOf(desk: Desk): (readonly [string, string])[] {
  return [
    ['the secret key', desk.secretKey],
    ['the administrator’s token', desk.adminToken],
    ...desk.operators.map(({ token }) => ['an operator’s token', token] as const),
    ...desk.channels.flatMap(({ account }) => [
      ['an app secret', account.appSecret] as const,
      ['a webhook token', account.token] as const,
      ['an EncodingAESKey', account.encodingAesKey] as const,
    ]),
    ['the bot’s secret', desk.bot.secret],
  ];
}

function readIfThere(file: string): Buffer {
  return existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
}
