import type { Response } from 'express';
import { pause } from './clock';
import type { Effect } from './faults';

const FILLER = Buffer.alloc(65_536, ' ');

/** What the platform answers: JSON, or a file. */
export type Answer =
  | { readonly kind: 'json'; readonly value: Readonly<Record<string, unknown>> }
  | {
      readonly kind: 'file';
      readonly bytes: Buffer;
      readonly contentType: string;
      readonly fileName?: string;
    };

/** Whether the platform executes a call under this effect. */
export function actsUnder(effect: Effect | null): boolean {
  if (effect === null) return true;
  switch (effect.type) {
    case 'errcode':
    case 'cut':
    case 'reset':
      return false;
    case 'http_status':
      return effect.acts ?? false;
    case 'not_json':
    case 'endless_body':
    case 'slow_body':
      return effect.acts ?? true;
    default:
      return true;
  }
}

/** Whether the caller gets the complete answer, and so learns its errcode. */
export function tellsAnswer(effect: Effect | null): boolean {
  return (
    effect === null || ['errcode', 'delay', 'slow_body', 'content_type', 'chunked'].includes(effect.type)
  );
}

/** Sends the answer, distorted by the effect. `closing` ends every wait. */
export async function sendAnswer(
  response: Response,
  answer: Answer,
  effect: Effect | null,
  closing: AbortSignal,
): Promise<void> {
  const { headers, bytes } = wireOf(answer);
  switch (effect?.type) {
    case 'drop_answer':
    case 'cut':
      response.socket?.destroy();
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'http_status':
      response
        .writeHead(effect.status, { 'content-type': 'text/html' })
        .end(`<html><h1>${effect.status}</h1></html>`);
      return;
    case 'not_json':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>It works!</body></html>');
      return;
    case 'replace_body':
      response
        .writeHead(200, {
          ...headers,
          ...(effect.contentType === undefined ? {} : { 'content-type': effect.contentType }),
        })
        .end(Buffer.from(effect.base64, 'base64'));
      return;
    case 'content_type':
      headers['content-type'] = effect.contentType;
      break;
    case 'errcode':
      if (effect.contentType !== undefined) headers['content-type'] = effect.contentType;
      break;
    case 'chunked':
      // Without a Content-Length, Node sends chunks.
      response.writeHead(200, headers);
      response.write(bytes.subarray(0, bytes.length / 2));
      response.end(bytes.subarray(bytes.length / 2));
      return;
    case 'truncate':
      response.writeHead(200, { ...headers, 'content-length': bytes.length });
      response.write(bytes.subarray(0, effect.bytes), () => response.socket?.destroy());
      return;
    case 'endless_body':
      response.writeHead(200, headers);
      await writeFiller(response, effect.bytes ?? Number.POSITIVE_INFINITY, closing);
      return;
    case 'slow_body':
      response.writeHead(200, { ...headers, 'content-length': bytes.length }).flushHeaders();
      for (const byte of bytes) {
        if (response.destroyed || closing.aborted) return;
        response.write(Buffer.of(byte));
        await pause(effect.intervalMs ?? 1000, closing);
      }
      response.end();
      return;
    case 'delay':
      await pause(effect.ms, closing);
      break;
    default:
  }
  response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes);
}

async function writeFiller(response: Response, limit: number, closing: AbortSignal): Promise<void> {
  for (let written = 0; written < limit && !response.destroyed && !closing.aborted; ) {
    const chunk = FILLER.subarray(0, Math.min(FILLER.length, limit - written));
    written += chunk.length;
    if (!response.write(chunk)) await drained(response);
  }
  response.end();
}

function drained(response: Response): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}

function wireOf(answer: Answer): { headers: Record<string, string>; bytes: Buffer } {
  if (answer.kind === 'json') {
    return {
      headers: { 'content-type': 'application/json; encoding=utf-8' },
      bytes: Buffer.from(JSON.stringify(answer.value)),
    };
  }
  const { bytes, contentType, fileName } = answer;
  return {
    headers: {
      'content-type': contentType,
      ...(fileName === undefined ? {} : { 'content-disposition': `attachment; filename="${fileName}"` }),
    },
    bytes,
  };
}
