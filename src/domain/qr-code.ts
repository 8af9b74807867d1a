/** QR codes with a scene: WeChat's limits (docs/wechat.md#people-and-qr-codes), and whether a code has expired. */

export const QR_CODE_KINDS = ['temporary', 'permanent'] as const;
export type QrCodeKind = (typeof QR_CODE_KINDS)[number];

/** A scene has 1 to 64 characters. */
export const LONGEST_SCENE = 64;
/** How long a temporary code can last: 30 days. */
export const LONGEST_QR_CODE_SECONDS = 2_592_000;
/** How many permanent codes one account can have. */
export const MOST_PERMANENT_QR_CODES = 100_000;

/** Whether a scan of the code no longer reaches the account. `expiresAt` and `now` in epoch ms; null: never expires. */
export function isQrCodeExpired({ expiresAt }: { readonly expiresAt: number | null }, now: number): boolean {
  return expiresAt !== null && now >= expiresAt;
}
