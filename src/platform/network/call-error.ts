import { errorCode } from '../errors';
import { NotPublicError } from './public-dispatcher';

/** Why a call to an address that somebody entered has failed. */
export const CALL_FAULTS = {
  address_refused: 'The address may not be called: it is not on the public internet, or not by https.',
  redirect_refused:
    'The server redirects to an address that may not be called, or does so in a way that is not followed.',
  unresolved: 'The name of the server cannot be resolved.',
  connection_refused: 'Nothing listens at the address.',
  unreachable: 'The server cannot be reached, or ends connections before it answers.',
  tls: 'The encrypted connection cannot be trusted: check the certificate of the server.',
  timeout: 'The server takes too long.',
  too_large: 'The answer of the server is too large.',
  broken_off: 'The answer of the server breaks off.',
} as const;
export type CallFault = keyof typeof CALL_FAULTS;

/** A call that gave no answer, or only a part of one. The message holds neither the address nor any of the answer. */
export class CallError extends Error {
  override readonly name = 'CallError';

  constructor(
    /** Stable. */
    readonly code: CallFault,
    options?: ErrorOptions,
  ) {
    super(CALL_FAULTS[code], options);
  }
}

const UNRESOLVED: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'ENODATA']);
/** OpenSSL's names of what is wrong with a certificate have no prefix in common. */
const CERTIFICATE = /CERT|SIGNATURE|^ERR_TLS|^ERR_SSL|^EPROTO$|^HOSTNAME_MISMATCH$|^UNABLE_TO_|^INVALID_CA$/;

/** What any failure before the answer began means. */
export function toCallError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  if (error instanceof NotPublicError) return new CallError('address_refused', { cause: error });
  const code = errorCode(error);
  if (UNRESOLVED.has(code)) return new CallError('unresolved', { cause: error });
  if (code === 'ECONNREFUSED') return new CallError('connection_refused', { cause: error });
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return new CallError('timeout', { cause: error });
  const isTls = typeof code === 'string' && CERTIFICATE.test(code);
  return new CallError(isTls ? 'tls' : 'unreachable', { cause: error });
}
