import { z } from 'zod';
import type { HttpCallerOptions } from './http-caller';

const settingsSchema = z.object({
  DUIHUA_URL: z
    .url({
      protocol: /^https?$/,
      error: 'must be the address of the desk, e.g. https://desk.example.com',
      abort: true,
    })
    .refine((url) => {
      const { username, password, search, hash } = new URL(url);
      return username + password + search + hash === '';
    }, 'must have no user name, password, query or fragment')
    .refine(
      (url) => !/\/(?:mcp|api(?:\/.*)?)\/?$/.test(new URL(url).pathname),
      'must be the address of the desk alone, without /mcp or /api/v1',
    ),
  DUIHUA_TOKEN: z.string().regex(/^[\x21-\x7e]{1,512}$/, 'must be an API token of the desk'),
});

/** Where the desk is and with which token it is called; or what is wrong with the settings, a line for each. */
export function readStdioSettings(
  environment: Readonly<Record<string, string | undefined>>,
): HttpCallerOptions | { readonly errors: readonly string[] } {
  const { success, data, error } = settingsSchema.safeParse(environment);
  if (success) return { url: data.DUIHUA_URL, token: data.DUIHUA_TOKEN };
  const wrong = error.issues.map(({ path, message }) =>
    environment[String(path[0])] === undefined
      ? `${String(path[0])} is not set.`
      : `${String(path[0])} ${message}.`,
  );
  return { errors: [...new Set(wrong)] };
}
