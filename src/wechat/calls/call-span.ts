import { inSpan } from '../../platform/tracing';
import type { HttpOutcome } from './http';

type Noted =
  | HttpOutcome
  | { readonly type: 'answer' }
  | { readonly type: 'refused'; readonly wechatCode: number }
  | { readonly type: 'not_sent' | 'unknown'; readonly reason: string };

/**
 * Runs one call to WeChat in a span. `note` records what became of it, and returns it. The span holds the path without its
 * query, because that contains the access token.
 */
export function inCallSpan<T>(
  { method, path }: { readonly method: string; readonly path: string },
  work: (note: <Outcome extends Noted>(outcome: Outcome) => Outcome) => Promise<T>,
): Promise<T> {
  return inSpan(
    {
      name: `WeChat ${method} ${path}`,
      kind: 'client',
      attributes: { 'http.request.method': method, 'url.path': path },
    },
    (span) =>
      work((outcome) => {
        if ('httpStatus' in outcome) span.set({ 'http.response.status_code': outcome.httpStatus });
        if (outcome.type === 'refused') {
          span.set({ 'duihua.wechat.code': outcome.wechatCode });
          span.fail('refused');
        }
        if (outcome.type === 'not_sent' || outcome.type === 'unknown') {
          span.fail('reason' in outcome ? outcome.reason : outcome.type);
        }
        return outcome;
      }),
  );
}
