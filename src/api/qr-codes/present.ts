import type { QrCodeBody } from '../../contracts/channels/qr-code';
import { isQrCodeExpired } from '../../domain/qr-code';
import type { QrCode } from '../../store/channels/qr-codes';

/** A QR code as the API shows it, at `now` (epoch ms). */
export function presentQrCode(code: QrCode, now: number): QrCodeBody {
  return {
    id: code.id,
    channelId: code.channelId,
    name: code.name,
    scene: code.scene,
    kind: code.kind,
    url: code.url,
    ticket: code.ticket,
    expiresInSeconds: code.expiresInSeconds,
    expiresAt: code.expiresAt === null ? null : new Date(code.expiresAt).toISOString(),
    isExpired: isQrCodeExpired(code, now),
    greeting: code.greeting,
    contactCount: code.contactCount,
    createdAt: new Date(code.createdAt).toISOString(),
  };
}
