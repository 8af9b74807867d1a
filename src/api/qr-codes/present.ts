import type { QrCodeBody } from '../../contracts/channels/qr-code';
import { isQrCodeExpired } from '../../domain/qr-code';
import type { QrCode } from '../../store/channels/qr-codes';
import { toIso, toIsoOrNull } from '../present/times';

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
    expiresAt: toIsoOrNull(code.expiresAt),
    isExpired: isQrCodeExpired(code, now),
    greeting: code.greeting,
    groupId: code.groupId,
    contactCount: code.contactCount,
    createdAt: toIso(code.createdAt),
  };
}
