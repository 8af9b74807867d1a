import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { z } from 'zod';
import { type Account, accountInputSchema } from './accounts';
import { faultInputSchema, OPERATIONS } from './faults';
import type { ContactTarget, ControlOperations } from './operations';
import { contactInputSchema } from './phone/contacts';
import { SimulatorError } from './problems';
import { eventInputSchema, messageInputSchema } from './webhook/inbound';

const BODY_LIMIT = '25mb';

const moveSchema = z.strictObject({ ms: z.number().int(), appId: z.string().optional() });
const scanSchema = z.strictObject({ ticket: z.string(), appId: z.string().optional() });
const invalidateSchema = z.strictObject({ untilForced: z.boolean().optional() });
const expireSchema = z.strictObject({ mediaId: z.string().optional() });
const targetSchema = z.object({ appId: z.string().optional(), openId: z.string().optional() });

/**
 * The control API under `/simulator`: the control operations as JSON over HTTP. Errors are problem bodies (RFC 9457)
 * with a stable `code`. It has no authentication and is meant for loopback.
 */
export function createControlRouter(simulator: ControlOperations): Router {
  const router = express.Router();
  router.use(express.text({ type: () => true, limit: BODY_LIMIT }));

  router.get('/', (_request, response) => response.json(describe(simulator)));

  router.get('/accounts', (_request, response) =>
    response.json({ items: simulator.accounts().map(withoutSecrets) }),
  );
  router.post('/accounts', (request, response) => {
    response.status(201).json(simulator.addAccount(accountInputSchema.parse(bodyOf(request))));
  });
  router.patch('/accounts/:appId', (request, response) => {
    response.json(
      withoutSecrets(
        simulator.updateAccount(request.params.appId, accountInputSchema.parse(bodyOf(request))),
      ),
    );
  });
  router.post(
    '/accounts/:appId/verify-webhook',
    answering((request) => simulator.verifyWebhook(String(request.params.appId))),
  );
  router.post('/accounts/:appId/invalidate-tokens', (request, response) => {
    const { untilForced = false } = invalidateSchema.parse(bodyOf(request));
    simulator.invalidateTokens(request.params.appId, { untilForced });
    response.status(204).end();
  });

  router.get('/contacts', (request, response) =>
    response.json({ items: simulator.contacts(query(request, 'appId')) }),
  );
  router.post('/contacts', (request, response) => {
    response.status(201).json(simulator.addContact(contactInputSchema.parse(bodyOf(request))));
  });
  router.get('/contacts/:openId', (request, response) => response.json(simulator.contact(target(request))));
  router.get('/contacts/:openId/received', (request, response) => {
    response.json({ items: simulator.received(target(request), Number(query(request, 'after') ?? 0)) });
  });
  router.post('/contacts/:openId/move-time', (request, response) => {
    const { ms, appId } = moveSchema.parse(bodyOf(request));
    response.json(simulator.moveTime(target(request, appId), ms));
  });
  router.post(
    '/contacts/:openId/messages',
    answering((request) => {
      const { appId, openId: _openId, ...message } = bodyOf(request);
      return writeAs(simulator, target(request, appId), message);
    }),
  );
  router.post(
    '/contacts/:openId/events',
    answering((request) => {
      const { appId, ...event } = bodyOf(request);
      return simulator.act(target(request, appId), eventInputSchema.parse(event));
    }),
  );
  router.post(
    '/contacts/:openId/scan',
    answering((request) => {
      const { ticket, appId } = scanSchema.parse(bodyOf(request));
      return simulator.scan(target(request, appId), ticket);
    }),
  );
  router.post(
    '/messages',
    answering((request) => {
      const { appId, openId, ...message } = bodyOf(request);
      return writeAs(simulator, targetSchema.parse({ appId, openId }), message);
    }),
  );

  router.get('/faults', (_request, response) => response.json({ items: simulator.faults() }));
  router.post('/faults', (request, response) => {
    response.status(201).json(simulator.addFault(faultInputSchema.parse(bodyOf(request))));
  });
  router.delete('/faults', (_request, response) => {
    simulator.clearFaults();
    response.status(204).end();
  });
  router.delete('/faults/:id', (request, response) => {
    simulator.removeFault(request.params.id);
    response.status(204).end();
  });
  router.post('/expire-media', (request, response) => {
    simulator.expireMedia(expireSchema.parse(bodyOf(request)).mediaId);
    response.status(204).end();
  });

  router.get('/calls', (request, response) => {
    const operation = z.enum(OPERATIONS).optional().parse(query(request, 'operation'));
    response.json({ items: simulator.calls(operation) });
  });
  router.get('/deliveries', (_request, response) => response.json({ items: simulator.deliveries() }));

  router.use((_request, response) => {
    problem(response, 404, 'not_found', 'The control API has no such path; GET /simulator lists them.');
  });
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof SimulatorError) problem(response, error.status, error.code, error.message);
    else if (error instanceof z.ZodError) {
      const errors = error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
      problem(response, 400, 'invalid_request', 'The body is not valid for this call.', { errors });
    } else next(error);
  });
  return router;
}

/** Answers with the result of a promise; Express 5 passes a rejection to the error handler. */
function answering(run: (request: Request) => Promise<unknown>): RequestHandler {
  return async (request, response) => {
    response.json(await run(request));
  };
}

/** A message without a `type` is a text, so that one line of curl is enough. */
function writeAs(
  simulator: ControlOperations,
  to: ContactTarget,
  message: Record<string, unknown>,
): Promise<unknown> {
  return simulator.write(to, messageInputSchema.parse({ type: 'text', ...message }));
}

function target(request: Request, appId?: unknown): { openId: string; appId: string | undefined } {
  const named = typeof appId === 'string' ? appId : query(request, 'appId');
  return { openId: String(request.params.openId), appId: named };
}

/** JSON, or the form that `curl -d text=hello` sends, whatever the content type is. */
function bodyOf(request: Request): Record<string, unknown> {
  const text = typeof request.body === 'string' ? request.body.trim() : '';
  if (text === '') return {};
  if (!text.startsWith('{')) return Object.fromEntries(new URLSearchParams(text));
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new SimulatorError('invalid_request', 'The body is not well-formed JSON.', { cause });
  }
}

function query(request: Request, name: string): string | undefined {
  const value = request.query[name];
  return typeof value === 'string' ? value : undefined;
}

function problem(response: Response, status: number, code: string, detail: string, more: object = {}): void {
  const title = code.replaceAll('_', ' ');
  response.status(status).type('application/problem+json');
  response.send(JSON.stringify({ type: 'about:blank', title, status, code, detail, ...more }));
}

function withoutSecrets({
  appSecret: _secret,
  token: _token,
  encodingAesKey: _key,
  ...shown
}: Account): object {
  return shown;
}

function describe(simulator: ControlOperations): object {
  return {
    name: 'WeChat platform simulator',
    accounts: simulator
      .accounts()
      .map(({ appId, originalId, name, webhookUrl }) => ({ appId, originalId, name, webhookUrl })),
    example: 'curl -d \'{"text":"hello"}\' http://HOST/simulator/messages',
    platform: 'WeChat API under /cgi-bin',
    control: [
      'GET|POST /simulator/accounts',
      'PATCH /simulator/accounts/:appId',
      'POST /simulator/accounts/:appId/verify-webhook',
      'POST /simulator/accounts/:appId/invalidate-tokens {untilForced?}',
      'GET|POST /simulator/contacts {appId?, openId?, follows?, remark?, unionId?}',
      'GET /simulator/contacts/:openId',
      'GET /simulator/contacts/:openId/received?after=seq',
      'POST /simulator/contacts/:openId/messages {type?, text, …}',
      'POST /simulator/contacts/:openId/events {event, eventKey?, …}',
      'POST /simulator/contacts/:openId/scan {ticket}',
      'POST /simulator/contacts/:openId/move-time {ms}',
      'POST /simulator/messages {appId?, openId?, text}',
      'GET|POST|DELETE /simulator/faults',
      'DELETE /simulator/faults/:id',
      'POST /simulator/expire-media {mediaId?}',
      'GET /simulator/calls?operation=',
      'GET /simulator/deliveries',
    ],
  };
}
