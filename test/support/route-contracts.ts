/** The contracts of all routes, as the files of `src/contracts` export them. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { RouteContract } from '../../src/contracts/route-contract';

const FOLDER = path.resolve(__dirname, '../../src/contracts');

/** A contract that is exported in several lists is included once. */
export const ROUTES: readonly RouteContract[] = [
  ...new Set(
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .sort()
      .flatMap((file) => Object.entries(require(path.join(FOLDER, file)) as Record<string, unknown>))
      .filter(([name, value]) => name.endsWith('Routes') && Array.isArray(value))
      .flatMap(([, value]) => value as readonly RouteContract[]),
  ),
];

/** Whether a route exists only with the simulator. */
export const isOfDemo = ({ tag }: RouteContract): boolean => tag === 'Demo';

/** Whether a route's answer is an endless stream. */
export const isEndless = ({ answers }: RouteContract): boolean =>
  answers[200]?.contentType === 'text/event-stream';
