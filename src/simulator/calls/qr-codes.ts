import { randomBytes } from 'node:crypto';
import type { Account } from '../accounts';
import { SimulatorError } from '../problems';
import { PlatformError } from './errcodes';

const LONGEST_SECONDS = 2_592_000;
const DEFAULT_SECONDS = 60;

type Body = Readonly<Record<string, unknown>>;
/** A QR code: its account, and the scene that a scan sends. */
export type QrCode = { readonly appId: string; readonly scene: string };

export type QrCodes = ReturnType<typeof createQrCodes>;

/** QR codes with a scene (docs "Generate QR code with parameters"). They are kept in memory only. */
export function createQrCodes() {
  const byTicket = new Map<string, QrCode>();

  return {
    /** `qrcode/create`, temporary and permanent ones. Refusal: 40035. */
    create(account: Account, body: Body): Body {
      const scene = sceneOf(body);
      const ticket = `gQ${randomBytes(60).toString('base64')}`;
      byTicket.set(ticket, { appId: account.appId, scene });
      const url = `http://weixin.qq.com/q/${randomBytes(12).toString('base64url')}`;
      if (String(body.action_name).includes('LIMIT')) return { ticket, url };
      const seconds = body.expire_seconds ?? DEFAULT_SECONDS;
      if (typeof seconds !== 'number' || seconds < 1) throw new PlatformError(40035);
      return { ticket, expire_seconds: Math.min(seconds, LONGEST_SECONDS), url };
    },

    /** The code behind a ticket; throws `unknown_ticket`. */
    get(ticket: string): QrCode {
      const code = byTicket.get(ticket);
      if (code === undefined)
        throw new SimulatorError('unknown_ticket', 'No QR code was made with this ticket.');
      return code;
    },

    /** A picture that represents the code (it can't be scanned), or null for an unknown ticket. */
    picture(ticket: string): string | null {
      const code = byTicket.get(ticket);
      if (code === undefined) return null;
      const label = code.scene.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
      return `<svg xmlns="http://www.w3.org/2000/svg" width="430" height="430"><rect width="430" height="430" fill="#fff" stroke="#000"/><text x="215" y="215" text-anchor="middle">${label}</text></svg>`;
    },
  };
}

function sceneOf(body: Body): string {
  const info = body.action_info as { scene?: { scene_id?: unknown; scene_str?: unknown } } | undefined;
  const { scene_id: id, scene_str: text } = info?.scene ?? {};
  switch (body.action_name) {
    case 'QR_SCENE':
    case 'QR_LIMIT_SCENE':
      if (Number.isInteger(id) && Number(id) > 0) return String(id);
      break;
    case 'QR_STR_SCENE':
    case 'QR_LIMIT_STR_SCENE':
      if (typeof text === 'string' && text.length >= 1 && text.length <= 64) return text;
      break;
    default:
  }
  throw new PlatformError(40035);
}
