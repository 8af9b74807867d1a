import { Readable } from 'node:stream';
import { fetchPicture } from '../../bots/fetch-picture';
import { judgeUpload, LARGEST_UPLOAD_BYTES, uploadKindOf } from '../../domain/messages/attachments';
import { judgeFile } from '../../media/judge-file';
import type { MediaStore } from '../../media/media-store';
import type { GuardedClient } from '../../platform/network/guarded-client';
import type { Attachments } from '../../store/files/attachments';

export type BotFiles = {
  /**
   * Fetches the picture at an address and stores it as an attachment of nobody, whose id is returned. Null: it cannot be
   * had, or WeChat would not take it as an image. Rejects with the reason of `signal`, and if it cannot be stored.
   */
  readonly keepPicture: (url: string, signal: AbortSignal) => Promise<string | null>;
  /**
   * Whether a bot of the brand may send these files: they are in messages of the brand, or in none yet. What was
   * uploaded for a bot is in none before the bot sends it.
   */
  readonly mayAttach: (attachmentIds: readonly string[], brandId: string) => Promise<boolean>;
};

/** The files of bots' answers. */
export function createBotFiles({
  client,
  mediaStore,
  attachments,
}: {
  readonly client: GuardedClient;
  readonly mediaStore: Pick<MediaStore, 'receive' | 'keep'>;
  readonly attachments: Pick<Attachments, 'addUpload' | 'find'>;
}): BotFiles {
  return {
    async keepPicture(url, signal) {
      const bytes = await fetchPicture(client, { url }, signal);
      if (bytes === null) return null;
      const incoming = await mediaStore.receive(Readable.from([bytes]), LARGEST_UPLOAD_BYTES);
      try {
        const facts = await judgeFile(incoming.path);
        if (facts === null || uploadKindOf(facts.contentType) !== 'image') return null;
        if (incoming.isCut || judgeUpload(facts) !== null) return null;
        await mediaStore.keep(incoming);
        const { contentType, size, durationMs, extension, picture } = facts;
        const { id } = await attachments.addUpload({
          kind: 'image',
          uploaderId: null,
          contentType,
          size,
          durationMs,
          sha256: incoming.sha256,
          name: `image.${extension}`,
          width: picture?.width ?? null,
          height: picture?.height ?? null,
          playable: null,
        });
        return id;
      } finally {
        await incoming.drop();
      }
    },
    async mayAttach(attachmentIds, brandId) {
      for (const id of new Set(attachmentIds)) {
        const found = await attachments.find(id);
        if (found === null || found.status !== 'ready') return false;
        if (found.brandIds.length > 0 && !found.brandIds.includes(brandId)) return false;
      }
      return true;
    },
  };
}
