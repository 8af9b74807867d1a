/** Why the control API refuses an operation; the names are stable and are the `code` of the problem body. */
export type SimulatorProblem =
  | 'unknown_account'
  | 'unknown_contact'
  | 'ambiguous_account'
  | 'ambiguous_contact'
  | 'unknown_ticket'
  | 'unknown_fault'
  | 'invalid_request'
  | 'no_webhook'
  | 'broken_state_file';

const STATUS: Readonly<Record<SimulatorProblem, number>> = {
  unknown_account: 404,
  unknown_contact: 404,
  ambiguous_account: 409,
  ambiguous_contact: 409,
  unknown_ticket: 404,
  unknown_fault: 404,
  invalid_request: 400,
  no_webhook: 409,
  broken_state_file: 500,
};

/** A control operation that can't be done. It is about the use of the simulator, never about WeChat's own rules. */
export class SimulatorError extends Error {
  readonly status: number;

  /** @param code what is wrong; `message` explains it to the person who wrote the test or the call. */
  constructor(
    readonly code: SimulatorProblem,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SimulatorError';
    this.status = STATUS[code];
  }
}
