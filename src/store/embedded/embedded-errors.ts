/** Why the embedded PostgreSQL cannot be started. The messages are for the terminal. */

/** Another running process uses the embedded database; `pid` is its process id. */
export class EmbeddedDatabaseInUse extends Error {
  override readonly name = 'EmbeddedDatabaseInUse';
  constructor(
    readonly pid: number,
    dataDir: string,
  ) {
    super(
      `The embedded database in ${dataDir} is in use by process ${pid}. Stop it first, or set DATABASE_URL so that several processes can share one database.`,
    );
  }
}

/** The embedded server cannot be started. The message is for the terminal. */
export class EmbeddedServerError extends Error {
  override readonly name = 'EmbeddedServerError';
}
