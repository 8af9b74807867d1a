import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { Pool as DatabasePool } from 'pg';
import { Pool, request } from 'undici';
import type { SubjectOptions } from '../protocol';

/** The input of the floor's reply activity. */
export type FloorReply = { readonly openId: string; readonly text: string };

/** A question to a model, whose answer goes to the contact. */
export type FloorQuestion = FloorReply & { readonly modelUrl: string };

/** What is posted: a body of so many bytes, under an id. */
export type FloorPost = { readonly url: string; readonly id: string; readonly bytes: number };

export type FloorActivities = {
  /** One row, and one call to the simulator. */
  readonly deliver: (reply: FloorReply) => Promise<void>;
  /** Asks a model once; returns its answer. */
  readonly ask: (question: FloorQuestion) => Promise<string>;
  /** One row: how far its workflow is. */
  readonly note: (step: number) => Promise<void>;
  /** Posts a body once. */
  readonly post: (body: FloorPost) => Promise<void>;
};

/** Creates the floor's activities; the access token is fetched once. */
export async function createFloorActivities(
  database: DatabasePool,
  { wechatApiUrl, account }: SubjectOptions,
): Promise<FloorActivities> {
  const pool = new Pool(wechatApiUrl);
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const answer = await pool.request({ path, method: 'POST', body: JSON.stringify(body) });
    return (await answer.body.json()) as Record<string, unknown>;
  };
  const token = await post('/cgi-bin/stable_token', {
    grant_type: 'client_credential',
    appid: account.appId,
    secret: account.appSecret,
  });
  const sendPath = `/cgi-bin/message/custom/send?access_token=${String(token['access_token'])}`;
  await database.query(
    'create table if not exists replies (id text primary key, open_id text not null, content text not null)',
  );
  await database.query(
    'create table if not exists notes (workflow_id text not null, step int not null, at timestamptz not null default now())',
  );
  return {
    async deliver({ openId, text }) {
      const id = randomUUID();
      await database.query('insert into replies (id, open_id, content) values ($1, $2, $3)', [
        id,
        openId,
        text,
      ]);
      const answer = await post(sendPath, { touser: openId, msgtype: 'text', text: { content: text } });
      if (answer['errcode'] !== 0) throw new Error(`The simulator refused: ${JSON.stringify(answer)}`);
    },
    async note(step) {
      const { workflowExecution } = Context.current().info;
      const row = [workflowExecution?.workflowId, step];
      await database.query('insert into notes (workflow_id, step) values ($1, $2)', row);
    },
    async post({ url, id, bytes }) {
      const headers = { 'content-type': 'application/json', 'webhook-id': id };
      const answer = await request(url, { method: 'POST', headers, body: 'x'.repeat(bytes) });
      await answer.body.dump();
      if (answer.statusCode >= 300) throw new Error(`The receiver answered ${answer.statusCode}.`);
    },
    async ask({ modelUrl, text }) {
      const { body } = await request(`${modelUrl}/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: text }] }),
      });
      const pieces = (await body.text()).matchAll(/"content":("(?:[^"\\]|\\.)*")/g);
      return [...pieces].map(([, piece = '""']) => String(JSON.parse(piece))).join('');
    },
  };
}
