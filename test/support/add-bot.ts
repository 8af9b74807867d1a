import { createBots } from '../../src/store/bots/bots';
import { SYSTEM } from '../../src/store/people/audit-log';
import type { Desk } from './desk';

/** Makes a bot of the desk's brand, with the fields and secrets as the API would have stored them; returns its id. */
export async function addBot(
  { database, services, brandId }: Desk,
  kind: 'openai' | 'dify' | 'webhook' | 'salesiq' | 'rules',
  fields: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>> = {},
): Promise<string> {
  const aiLabel = kind === 'openai' || kind === 'dify';
  const bots = createBots(database, services);
  const { id } = await bots.create(
    { brandId, kind, name: `A ${kind} bot`, aiLabel, fields, secrets },
    SYSTEM,
  );
  return id;
}
