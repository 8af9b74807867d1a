/**
 * Every column that may hold words, with what an erasure does to it (docs/privacy.md). A new one fails this test until
 * somebody has decided: whatever may be about a contact is erased (src/store/privacy), everything else says what it holds.
 */
import { sql } from 'drizzle-orm';
import { describeWithDatabase } from '../../support/database';

/** Overwritten, emptied or deleted when a contact is erased. */
const ERASED: Readonly<Record<string, readonly string[]>> = {
  // Emptied by the trigger `contacts_erased`; scenes only stay if they are of a QR code of the desk.
  contacts: [
    'open_id',
    'name',
    'remark',
    'remark_sync',
    'tags',
    'subscribe_scene',
    'wechat_qr_scene',
    'language',
    'first_scene',
    'last_scene',
    'blocked_by',
    'blocked_reason',
  ],
  conversations: ['tags'],
  // Of `content` only ids and kinds stay, of `error` only codes (`removeWords`); keys of what was received contain the openid
  // (`removeKeys`); keys of other rows are ids of ours, and stay.
  messages: ['content', 'error', 'dedup_key', 'wechat_message_id'],
  idempotency_keys: ['operator_id', 'conversation_id', 'key', 'body_hash', 'message_id'],
  // The row says that there was a file (`removeFiles`); its content is deleted by `sweepMedia`.
  attachments: ['name', 'sha256', 'playable_sha256', 'playable_type'],
  wechat_media: ['attachment_id', 'channel_id', 'use', 'media_id', 'renewed_for'],
  media_to_remove: ['sha256'],
  // Rows of the contact are deleted.
  alerts: ['operator_id', 'kind', 'conversation_id', 'message_id', 'from_operator_id'],
  asked_transfers: ['id', 'conversation_id', 'from_operator_id', 'to_operator_id', 'note'],
  bot_menu_choices: ['contact_id', 'bot_id', 'menu_id', 'rating_of'],
  drafts: ['conversation_id', 'operator_id', 'text'],
  draft_suggestions: ['conversation_id', 'text', 'operator_id', 'tool'],
  macro_runs: ['id', 'operator_id', 'conversation_id', 'key', 'macro_id', 'steps', 'done', 'snooze_until'],
  // All that name the openid.
  rejected_deliveries: ['id', 'channel_id', 'reason', 'body_sealed', 'query_sealed', 'body_hash'],
  bot_turns: ['answer', 'memory'],
  ratings: ['comment'],
  webhook_deliveries: ['request', 'answer'],
};

/** Kept, with what they hold. */
const KEPT: Readonly<Record<string, string>> = {
  // Facts under bare ids.
  'contacts.id channel_id sender_lease_by': 'ids of ours',
  'contacts.clock_moves': 'times',
  'erasures.contact_id': 'an id of ours',
  'conversations.id contact_id channel_id brand_id operator_id run_id chain_id group_id': 'ids of ours',
  'conversations.state priority': 'words of ours',
  'conversations.snapshot': 'what the rules know: ids, kinds, times and counts, as in Temporal',
  'conversation_views.conversation_id operator_id': 'ids of ours',
  'messages.id contact_id channel_id conversation_id wished_conversation_id sender_id': 'ids of ours',
  'messages.direction type sender_kind action status when_blocked hold_reason': 'words of ours',
  'message_attachments.message_id attachment_id': 'ids of ours',
  'attachments.id channel_id contact_id message_id uploader_id': 'ids of ours',
  'attachments.origin kind status content_type error_code': 'words of ours',
  'send_attempts.message_id outcome': 'an id, and WeChat’s code',
  'bot_turns.conversation_id': 'an id of ours',
  'offers.conversation_id operator_id': 'ids of ours',
  'ratings.conversation_id contact_id brand_id channel_id operator_id message_id comment_message_id':
    'ids of ours',
  'ratings.options label': 'the desk’s choices: a score',
  'offer_queue.conversation_id contact_id brand_id group_id asked_until': 'ids of ours, and times',
  'told_news.contact_id news channel_id change': 'ids, words and versions of ours',
  'webhook_outbox.event channel_id conversation_id contact_id message_id dedup_key': 'ids and words of ours',
  'webhook_events.id event brand_id channel_id conversation_id contact_id message_id dedup_key webhook_id':
    'ids and words of ours',
  'webhook_deliveries.webhook_id contact_id thread status attempts taken_by':
    'ids, and status codes of the endpoint',
  'routing_events.kind label operator_id': 'words of ours',
  'routing_totals.kind label operator_id': 'words of ours',
  'refusal_counts.channel_id code day': 'words of ours',
  'audit_log.action operator_id via address target_type target_id details previous_hash hash':
    'who did what on the desk: ids, and the reasons that administrators give; never words of contacts',
  'audit_head.hash': 'a hash of the log',
  'conversation_facts.conversation_id brand_id channel_id group_id operator_id attended_by first_response_by':
    'ids of ours',
  'conversation_facts.source completed_reason': 'words of ours',
  'attending_facts.conversation_id operator_id channel_id': 'ids of ours',
  'message_facts.conversation_id direction operator_id channel_id': 'ids of ours',
  'event_facts.message_id contact_id conversation_id channel_id operator_id': 'ids of ours',
  'event_facts.kind': 'words of ours',
  'event_facts.label': 'reasons of ours, and scenes of the QR codes of the desk',
  'figure_days.figure operator_id channel_id group_id': 'ids and words of ours',
  'figure_days.label': 'reasons of ours, and scenes of the QR codes of the desk',
  'loss_facts.message_id conversation_id channel_id operator_id': 'ids of ours',
  'loss_facts.failed_code resolution': 'words of ours',
  'refusal_facts.conversation_id channel_id operator_id code': 'ids and words of ours',
  'refusal_facts.key_hash': 'a hash of a key that the caller made',
  // The people who work here, and what they have set up; nothing of contacts.
  'operators.id name email role password_hash invitation_hash': 'operators',
  'operator_identities.operator_id issuer subject': 'operators',
  'operator_two_factors.operator_id secret_sealed': 'operators',
  'recovery_codes.operator_id code_hash': 'operators',
  'operator_availability.operator_id status': 'operators',
  'operator_streams.process_id operator_id': 'operators',
  'sessions.id_hash operator_id method id_token_sealed': 'operators',
  'sign_in_guards.key': 'addresses of operators, hashed',
  'oidc_sign_ins.id_hash': 'operators',
  'sign_in_policy.two_factor_roles': 'settings',
  'api_tokens.id operator_id name secret_hash scope scopes brand_ids': 'operators',
  'push_subscriptions.id operator_id subscription_sealed': 'browsers of operators',
  'alert_pushes.subscription_id': 'browsers of operators',
  'vapid_keys.id public_key private_key_sealed': 'keys of the desk',
  'brands.id name routing hours': 'settings',
  'brand_members.brand_id operator_id': 'operators',
  'groups.id brand_id name': 'settings',
  'group_members.group_id operator_id': 'operators',
  'channels.id brand_id name kind status original_id app_id encryption app_secret_sealed token_sealed encoding_aes_key_sealed settings group_id routing hours':
    'settings',
  'channels.last_error trouble': 'WeChat’s refusal of the channel, never of a message',
  'channels.former_encoding_aes_key_sealed': 'empty, for programs of 0.1.0',
  'channel_former_secrets.id channel_id token_sealed encoding_aes_key_sealed encryption': 'settings',
  'channel_access_tokens.channel_id token_sealed': 'settings',
  'channel_bot_failures.channel_id': 'an id of ours',
  'bots.id brand_id name kind fields secret_names secrets_sealed': 'settings',
  'qr_codes.id channel_id name scene kind ticket url greeting group_id': 'settings',
  'canned_replies.id operator_id brand_id shortcut text folder':
    'texts that operators have prepared for everybody',
  'macros.id operator_id brand_id name steps': 'texts that operators have prepared for everybody',
  'webhooks.id url events brand_ids channel_ids format description secrets_sealed public_key private_key_sealed disabled_reason taken_by':
    'settings',
  'webhook_replays.webhook_id events': 'settings',
  'duties.name': 'names of tasks',
  'rate_counts.key': 'hashes, for a minute',
};

describeWithDatabase('an erasure', (database) => {
  it('has a rule for every column that may hold words', async () => {
    const { rows } = await database().db.execute<{ name: string }>(
      sql`select columns.table_name || '.' || column_name as name
          from information_schema.columns join pg_tables on tablename = table_name and schemaname = table_schema
          where table_schema = 'public' and (data_type in ('text', 'jsonb', 'json', 'bytea', 'character varying', 'xml')
            or (data_type = 'ARRAY' and udt_name in ('_text', '_varchar', '_jsonb')))`,
    );
    const erased = Object.entries(ERASED).flatMap(([table, columns]) =>
      columns.map((column) => `${table}.${column}`),
    );
    const kept = Object.keys(KEPT).flatMap((key) => {
      const [table, columns = ''] = key.split('.');
      return columns.split(' ').map((column) => `${table}.${column}`);
    });
    expect([...erased, ...kept].sort()).toEqual(rows.map(({ name }) => name).sort());
  });
});
