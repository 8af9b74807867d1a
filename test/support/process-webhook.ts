/** WeChat's side of the webhook, implemented again by hand: it uses no code of the product. */
import { createHash } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { Agent, request } from 'undici';

/** WeChat gives up after 5 s. */
export function wechatPatienceMs(): number {
  return onThisMachine(5_000);
}

/** If other programs want more cores than there are, waiting is partly their fault. */
export function onThisMachine(ms: number): number {
  return ms * Math.max(1, (loadavg()[0] ?? 0) / cpus().length);
}

export type WebhookAnswer = { readonly status: number; readonly text: string; readonly ms: number };

/** `signature`, `timestamp` and `nonce` as WeChat makes them: SHA-1 of the three texts, sorted and joined. */
export function signedQuery(token: string, at = Date.now()): URLSearchParams {
  const timestamp = String(Math.floor(at / 1000));
  const nonce = String(Math.floor(Math.random() * 1e9));
  const signature = createHash('sha1').update([token, timestamp, nonce].sort().join('')).digest('hex');
  return new URLSearchParams({ signature, timestamp, nonce });
}

/** Posts a body as WeChat would; the query's signature is right unless another one is given. */
export async function postWebhook(
  url: string,
  token: string,
  body: string | Buffer,
  options: { readonly query?: URLSearchParams; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<WebhookAnswer> {
  const startedAt = performance.now();
  const response = await fetch(`${url}?${(options.query ?? signedQuery(token)).toString()}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', ...options.headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  const text = await response.text();
  return { status: response.status, text, ms: performance.now() - startedAt };
}

export type Post = { readonly url: string; readonly token: string; readonly body: string };

/** Posts all of them at the same instant, each on a connection of its own; everything is prepared before. */
export async function postAtOnce(posts: readonly Post[]): Promise<readonly WebhookAnswer[]> {
  const agent = new Agent({ connections: posts.length, pipelining: 1 });
  const ready = posts.map(({ url, token, body }) => ({
    url: `${url}?${signedQuery(token).toString()}`,
    body,
  }));
  const startedAt = performance.now();
  try {
    return await Promise.all(
      ready.map(async ({ url, body }) => {
        const answer = await request(url, { method: 'POST', body, dispatcher: agent });
        const text = await answer.body.text();
        return { status: answer.statusCode, text, ms: performance.now() - startedAt };
      }),
    );
  } finally {
    await agent.close();
  }
}

/** A text message as WeChat's documentation shows it. `content` is put inside CDATA. */
export function textXml(
  to: string,
  from: string,
  content: string,
  msgId: string,
  createTime = 1_348_831_860,
): string {
  return `<xml>
  <ToUserName><![CDATA[${to}]]></ToUserName>
  <FromUserName><![CDATA[${from}]]></FromUserName>
  <CreateTime>${createTime}</CreateTime>
  <MsgType><![CDATA[text]]></MsgType>
  <Content><![CDATA[${content}]]></Content>
  <MsgId>${msgId}</MsgId>
  <MsgDataId>xxxx</MsgDataId>
  <Idx>xxxx</Idx>
</xml>`;
}

/** An image message as WeChat's documentation shows it. */
export function imageXml(to: string, from: string, msgId: string): string {
  return `<xml>
  <ToUserName><![CDATA[${to}]]></ToUserName>
  <FromUserName><![CDATA[${from}]]></FromUserName>
  <CreateTime>1348831860</CreateTime>
  <MsgType><![CDATA[image]]></MsgType>
  <PicUrl><![CDATA[this is a url]]></PicUrl>
  <MediaId><![CDATA[media_id]]></MediaId>
  <MsgId>${msgId}</MsgId>
  <MsgDataId>xxxx</MsgDataId>
  <Idx>xxxx</Idx>
</xml>`;
}
