-- A channel is an Official Account or the customer service of a mini program (src/domain/channel-kinds.ts). Those that exist are
-- Official Accounts.
ALTER TABLE "channels" ADD COLUMN "kind" text DEFAULT 'official_account' NOT NULL;
