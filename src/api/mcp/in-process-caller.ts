import type { Logger } from 'pino';
import { Histogram, type Registry } from 'prom-client';
import { TOKEN_SCOPES } from '../../domain/token-scopes';
import type { ApiAnswer, ApiCall, Caller } from '../../mcp/caller';
import { viewerOf } from '../middleware/viewer';
import { type Calling, perform, requireAdmission } from '../mount';
import { toProblem } from '../problems';
import type { Route } from '../route';

/** A send may take ten seconds (docs/rules.md#36). */
const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type Deps = {
  readonly routes: readonly Route[];
  readonly metrics: Registry;
  readonly logger: Logger;
};

/** Makes the caller for one authenticated request. */
export type InProcessCallers = (calling: Omit<Calling, 'viewer'>) => Caller;

/**
 * Tools call the routes of this process: the same contracts, access, scopes and refusals as by HTTP, without a second
 * request. Each call is logged and timed by its tool; the request that carries it is logged as all are.
 */
export function createInProcessCallers({ routes, metrics, logger }: Deps): InProcessCallers {
  const byId = new Map(routes.map((route) => [route.contract.id, route]));
  const duration = new Histogram({
    name: 'duihua_mcp_tool_duration_seconds',
    help: 'Time that a tool of the MCP server took; code: ok, or that of the refusal',
    labelNames: ['tool', 'code'],
    buckets: BUCKETS_SECONDS,
    registers: [metrics],
  });

  const answer = async (calling: Omit<Calling, 'viewer'>, call: ApiCall): Promise<ApiAnswer> => {
    const { contract, params, query, headers, body } = call;
    const requestId = calling.response.getHeader('X-Request-Id');
    try {
      const viewer = viewerOf(calling.request);
      requireAdmission(contract, viewer);
      const route = byId.get(contract.id);
      if (route === undefined) throw new Error(`There is no route ${contract.id}.`);
      const given = { params, query, body, header: (name: string) => headers[name] };
      const answered = await perform(route, { ...calling, viewer }, given);
      return { type: 'answered', body: Object(answered) as object };
    } catch (error) {
      const { body: problem, retryAfterSeconds } = toProblem(error, { logger, requestId, method: 'MCP' });
      return {
        type: 'refused',
        problem: { ...problem, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
      };
    }
  };

  return (calling) => ({
    scopes: async () => viewerOf(calling.request).scopes ?? TOKEN_SCOPES,
    async call(call) {
      const end = duration.startTimer({ tool: call.tool });
      const answered = await answer(calling, call);
      const code = answered.type === 'answered' ? 'ok' : answered.problem.code;
      const seconds = end({ code });
      logger.info(
        {
          requestId: calling.response.getHeader('X-Request-Id'),
          operatorId: viewerOf(calling.request).operatorId,
          tool: call.tool,
          code,
          ms: Math.round(seconds * 1000),
          ...conversationIn(call),
        },
        'a tool was called',
      );
      return answered;
    },
  });
}

function conversationIn({ contract, params }: ApiCall): { readonly conversationId?: string } {
  const { id } = params;
  const isOfConversation = contract.path.startsWith('/api/v1/conversations/{id}');
  return isOfConversation && id !== undefined && /^[\w-]{1,64}$/.test(id) ? { conversationId: id } : {};
}
