/** How many conversations one request can change. The console does not let more be selected. */
export const MOST_IN_BULK = 100;
/** Characters of the reason that is noted when many conversations are completed. */
export const LONGEST_BULK_REASON = 200;
