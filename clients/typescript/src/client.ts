import createClient, {
  type Client,
  type ClientPathsWithMethod,
  type MaybeOptionalInit,
  type MethodResponse,
} from 'openapi-fetch';
import { toError } from './errors.js';
import { type EventOptions, streamEvents } from './events.js';
import type { paths } from './schema.js';
import type { Attachment, StreamEvent } from './types.js';

export type DuihuaOptions = {
  /** Where the desk is, without a path: `https://desk.example.com`. */
  readonly url: string;
  /** An API token: `duihua_…`. */
  readonly token: string;
  /** In place of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
};

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathOf<Of extends Method> = ClientPathsWithMethod<Client<paths>, Of>;
type AnswerOf<Of extends Method, Path extends PathOf<Of>, Init> =
  MethodResponse<Client<paths>, Of, Path, Init> extends infer Body
    ? [Body] extends [never]
      ? void
      : Body
    : never;
/** Only where nothing in it is required may it be left out. */
type InitOf<Init> = undefined extends Init ? [init?: Init] : [init: Init];

/** Calls a route; resolves with the body of its answer, throws a `DuihuaError` for any answer that is not a success. */
export type Call<Of extends Method> = <
  Path extends PathOf<Of>,
  Init extends MaybeOptionalInit<paths[Path], Of & keyof paths[Path]>,
>(
  path: Path,
  ...init: InitOf<Init>
) => Promise<AnswerOf<Of, Path, Init>>;

export type Duihua = {
  readonly get: Call<'get'>;
  readonly post: Call<'post'>;
  readonly put: Call<'put'>;
  readonly patch: Call<'patch'>;
  readonly delete: Call<'delete'>;
  /** Uploads a file to be sent: `{ type: 'image', attachmentId: (await desk.upload(file, 'tea.png')).id }`. */
  readonly upload: (file: Blob, name: string) => Promise<Attachment>;
  /** Changes as they happen, over broken lines. Nothing is missed but by `resync`; an event may come twice. */
  readonly events: (options?: EventOptions) => AsyncGenerator<StreamEvent, void>;
  /** The client of openapi-fetch below: `{ data, error, response }` instead of errors that are thrown. */
  readonly raw: Client<paths>;
};

/**
 * A client of the desk at `url` that acts for the operator of `token`.
 * @example
 * const desk = createDuihua({ url: 'https://desk.example.com', token });
 * const { items } = await desk.get('/api/v1/conversations', { params: { query: { state: 'waiting' } } });
 */
export function createDuihua({ url, token, fetch = globalThis.fetch }: DuihuaOptions): Duihua {
  const baseUrl = url.replace(/\/+$/, '');
  const headers = { Authorization: `Bearer ${token}` };
  const raw = createClient<paths>({ baseUrl, headers, fetch });
  // The types of a path and its parameters were checked where it is called.
  const request = raw.request as unknown as (
    method: Method,
    path: string,
    init: unknown,
  ) => Promise<{ readonly data?: unknown; readonly error?: unknown; readonly response: Response }>;
  const call = <Of extends Method>(method: Of): Call<Of> =>
    (async (path: string, init: unknown) => {
      const { data, error, response } = await request(method, path, init);
      if (!response.ok) throw toError(response, error);
      return data;
    }) as unknown as Call<Of>;
  const post = call('post');
  return {
    get: call('get'),
    post,
    put: call('put'),
    patch: call('patch'),
    delete: call('delete'),
    upload(file, name) {
      const form = new FormData();
      form.append('file', file, name);
      // The contract calls it a string, as OpenAPI does.
      return post('/api/v1/attachments', { body: { file: name }, bodySerializer: () => form });
    },
    events: (options) => streamEvents({ url: baseUrl, token, fetch }, options),
    raw,
  };
}
