/** One log line for each request, with an id that the answer also contains; no body, no query string, no headers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { laterAnswerRoutes } from '../../contracts/bots/later-answer';
import { newId } from '../../platform/ids';
import { logSerializers } from '../../platform/logger';
import { operatorIdOf } from './viewer';

const HEADER = 'X-Request-Id';
/** Called by machines all the time: logged only when they fail; the metrics count them. */
const QUIET_PATHS = /^\/(healthz|readyz(?:\/webhooks)?|metrics|webhooks\/.*)$/;
const CONVERSATION_PATH = /^\/api\/v1\/(?:demo\/)?conversations\/([\w-]{1,64})(?:\/|$)/;

/**
 * Where the path ends with a token: whoever reads the log could call it. In any case of letters: a path in the wrong one leads
 * nowhere, but its token may be a real one.
 */
const TOKEN_PATH = new RegExp(
  `^(${laterAnswerRoutes.map(({ path }) => path.slice(0, path.indexOf('{'))).join('|')}).+`,
  'i',
);

/** Gives each request an id (its own `X-Request-Id` if it has a sensible one) and logs it when it is answered. */
export function createRequestLog(logger: Logger): RequestHandler {
  return pinoHttp<IncomingMessage, ServerResponse>({
    logger,
    genReqId(request, response) {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(given) ? given : newId();
      response.setHeader(HEADER, id);
      return id;
    },
    // Without these pino-http would use its own, which write headers and query strings.
    serializers: {
      req: (request: Parameters<typeof logSerializers.req>[0]) => {
        const { path, ...others } = logSerializers.req(request);
        return { ...others, path: path?.replace(TOKEN_PATH, '$1[hidden]') };
      },
      res: logSerializers.res,
      // The problem handler has logged the error itself.
      err: () => undefined,
    },
    customProps: (request) => {
      const operatorId = operatorIdOf(request as Request);
      const [, conversationId] = CONVERSATION_PATH.exec(pathOf((request as Request).originalUrl)) ?? [];
      return {
        ...(operatorId === undefined ? {} : { operatorId }),
        ...(conversationId === undefined ? {} : { conversationId }),
      };
    },
    customLogLevel: (request, response) => {
      if (response.statusCode >= 500) return 'warn';
      const isQuiet = response.statusCode < 400 && QUIET_PATHS.test(pathOf(request.url ?? ''));
      return isQuiet ? 'trace' : 'info';
    },
  });
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
