/**
 * Types of the API's routes, taken from its contracts. They are types only: nothing of the contracts is bundled for
 * the browser.
 */
import type { z } from 'zod';
import type { botRoutes } from '../../../contracts/bots/bot';
import type { channelRoutes } from '../../../contracts/channels/channel';
import type { qrCodeRoutes } from '../../../contracts/channels/qr-code';
import type { rejectedDeliveryRoutes } from '../../../contracts/channels/rejected-delivery';
import type { alertRoutes } from '../../../contracts/conversations/alert';
import type { attachmentRoutes } from '../../../contracts/conversations/attachment';
import type { cannedReplyRoutes } from '../../../contracts/conversations/canned-reply';
import type { contactRoutes } from '../../../contracts/conversations/contact';
import type { conversationRoutes } from '../../../contracts/conversations/conversation';
import type { conversationChangeRoutes } from '../../../contracts/conversations/conversation-changes';
import type { draftRoutes } from '../../../contracts/conversations/draft';
import type { macroRoutes } from '../../../contracts/conversations/macro';
import type { messageRoutes } from '../../../contracts/conversations/message';
import type { presenceRoutes } from '../../../contracts/conversations/presence';
import type { queueRoutes } from '../../../contracts/conversations/queue';
import type { tagRoutes } from '../../../contracts/conversations/tag';
import type { demoRoutes } from '../../../contracts/demo/demo';
import type { auditRoutes } from '../../../contracts/people/audit';
import type { availabilityRoutes } from '../../../contracts/people/availability';
import type { brandRoutes } from '../../../contracts/people/brand';
import type { groupRoutes } from '../../../contracts/people/group';
import type { hoursRoutes } from '../../../contracts/people/hours';
import type { operatorRoutes } from '../../../contracts/people/operator';
import type { pushRoutes } from '../../../contracts/people/push';
import type { routingRoutes } from '../../../contracts/people/routing';
import type { sessionRoutes } from '../../../contracts/people/session';
import type { singleSignOnRoutes } from '../../../contracts/people/single-sign-on';
import type { tokenRoutes } from '../../../contracts/people/token';
import type { twoFactorRoutes } from '../../../contracts/people/two-factor';
import type { heatmapReportRoutes } from '../../../contracts/reports/heatmap';
import type { lossReportRoutes } from '../../../contracts/reports/losses';
import type { operatorReportRoutes } from '../../../contracts/reports/operators';
import type { reachReportRoutes } from '../../../contracts/reports/reach';
import type { reportConversationRoutes } from '../../../contracts/reports/report-conversations';
import type { summaryReportRoutes } from '../../../contracts/reports/summary';
import type { webhookRoutes } from '../../../contracts/webhooks/webhook';

/** Routes of a new contract are added here. */
type Route = (
  | typeof alertRoutes
  | typeof auditRoutes
  | typeof attachmentRoutes
  | typeof availabilityRoutes
  | typeof botRoutes
  | typeof brandRoutes
  | typeof cannedReplyRoutes
  | typeof channelRoutes
  | typeof contactRoutes
  | typeof conversationChangeRoutes
  | typeof conversationRoutes
  | typeof demoRoutes
  | typeof draftRoutes
  | typeof groupRoutes
  | typeof heatmapReportRoutes
  | typeof hoursRoutes
  | typeof lossReportRoutes
  | typeof macroRoutes
  | typeof messageRoutes
  | typeof operatorReportRoutes
  | typeof operatorRoutes
  | typeof presenceRoutes
  | typeof pushRoutes
  | typeof qrCodeRoutes
  | typeof queueRoutes
  | typeof reachReportRoutes
  | typeof rejectedDeliveryRoutes
  | typeof reportConversationRoutes
  | typeof routingRoutes
  | typeof sessionRoutes
  | typeof singleSignOnRoutes
  | typeof summaryReportRoutes
  | typeof tagRoutes
  | typeof tokenRoutes
  | typeof twoFactorRoutes
  | typeof webhookRoutes
)[number];

export type Method = Route['method'];
export type PathOf<M extends Method> = Extract<Route, { readonly method: M }>['path'];
type RouteAt<M extends Method, P extends string> = Extract<Route, { readonly method: M; readonly path: P }>;

type Part<R, Name extends string> = R extends { readonly [N in Name]: infer S extends z.ZodType }
  ? z.input<S>
  : never;
/** A type that `{}` fits only if every field is optional. */
export type Nothing = { readonly [N in never]: unknown };

/**
 * The request of a route. It has no parts that the route does not have, and a part without required fields is
 * optional.
 */
type Given<R, Name extends string> = [Part<R, Name>] extends [never]
  ? { readonly [N in Name]?: never }
  : Nothing extends Part<R, Name>
    ? { readonly [N in Name]?: Part<R, Name> }
    : { readonly [N in Name]: Part<R, Name> };

export type RequestOf<M extends Method, P extends string> = Given<RouteAt<M, P>, 'params'> &
  Given<RouteAt<M, P>, 'query'> &
  Given<RouteAt<M, P>, 'headers'> &
  Given<RouteAt<M, P>, 'body'> & {
    readonly signal?: AbortSignal;
    /** The browser finishes the request even if the page is left meanwhile. */
    readonly keepalive?: boolean;
  };

type SchemaOf<A> = A extends { readonly schema: infer S extends z.ZodType } ? z.output<S> : undefined;
type AnswersOf<R> = R extends { readonly answers: infer A } ? A[keyof A] : never;
/** What a route answers on success. */
export type AnswerOf<M extends Method, P extends string> = SchemaOf<AnswersOf<RouteAt<M, P>>>;
