/** The messages of the workflow of retention. Names are an API: they are never renamed, only added. */

/** Type name of the workflow. */
export const RETENTION_WORKFLOW = 'retention';

/** Id of the schedule, and of the workflows that it starts. */
export const RETENTION_SCHEDULE = 'retention';

/** Id of the run that an administrator asks for. */
export const RETENTION_NOW = 'retention-now';

export type RetentionInput = {
  /**
   * The instant (ISO 8601) at which ages are measured; left out: the wall clock's. A later one than that needs the setting
   * `RETENTION_AS_OF`.
   */
  readonly asOf?: string | undefined;
  /** What earlier runs of the chain have removed. */
  readonly removed?: RetentionResult | undefined;
};

export type RetentionResult = {
  readonly conversations: number;
  readonly messages: number;
  readonly files: number;
};

/** Activities of one run; the next one continues, so that a history stays short. */
export const BATCHES_OF_A_RUN = 300;
